// The price book as the window has it: the contract's text rates as the core's exact ones. Owns no price.
import { buildPriceBook, picoPerSearch, type PriceBook, type PriceOverride } from '../../src/core/price-book.ts'
import { parseRate } from '../../src/core/money.ts'
import type { TokenClass } from '../../src/core/usage.ts'
import type { Output } from '../../src/api/contract/contract.ts'
import type { PricePoint } from '../../src/api/contract/shapes.ts'

type RateTexts = PricePoint['usdPerMillionTokens']

function ratesOf(texts: RateTexts): Record<TokenClass, bigint | null> {
  const rate = (text: string | null) => (text === null ? null : parseRate(text))
  return {
    uncachedInput: rate(texts.uncachedInput),
    cacheRead: rate(texts.cacheRead),
    cacheWrite5m: rate(texts.cacheWrite5m),
    cacheWrite1h: rate(texts.cacheWrite1h),
    output: rate(texts.output),
  }
}

/** An override stands for every route where its point says `*`. */
function overridesOf(point: PricePoint): PriceOverride[] {
  return point.routes.map((route) => ({ ...point, route: route === '*' ? null : route }))
}

export function bookFrom(list: Output<'prices.list'>): PriceBook {
  const listed = list.points.filter((point) => !point.override)
  const own = list.points.filter((point) => point.override)
  return buildPriceBook(
    listed.map((point) => ({ ...point, rates: ratesOf(point.usdPerMillionTokens) })),
    own.flatMap(overridesOf),
    list.searchFees.map((fee) => ({ ...fee, picoPerSearch: picoPerSearch(fee.usdPerThousandSearches) })),
  )
}
