// Loads the price list from the data files beside it and refuses a file that is wrong. Owns no prices, no matching.
import { parseRate } from '../core/money.ts'
import { once } from '../core/once.ts'
import {
  buildPriceBook, picoPerSearch, type PriceBook, type PriceOverride, type PricePoint, type SearchFee,
} from '../core/price-book.ts'
import { PLATFORMS, TOKEN_CLASSES, type TokenClass } from '../core/usage.ts'
import anthropic from './anthropic.json' with { type: 'json' }
import bedrock from './bedrock.json' with { type: 'json' }
import claudePlatformAws from './claude-platform-aws.json' with { type: 'json' }
import foundry from './foundry.json' with { type: 'json' }
import googleCloud from './google-cloud.json' with { type: 'json' }
import { checkPoints } from './check-points.ts'
import { Fields } from './price-fields.ts'

const DATED = ['effectiveFrom', 'effectiveTo', 'checkedOn', 'note', 'sources'] as const
const POINT = ['platform', 'model', 'routes', 'tier', 'speed', 'promptOver', 'usdPerMillionTokens', 'confidence', ...DATED] as const
const FEE = ['platform', 'usdPerThousandSearches', ...DATED] as const

type Sources = ReadonlyMap<string, string>

/** Replaces short names by where they can be read. Throws on a name that the file does not explain. */
function readable(names: readonly string[], sources: Sources): string[] {
  return names.map((name) => {
    const text = sources.get(name)
    if (text === undefined) throw new Error(`A price names the source ${name}, which its file does not list.`)
    return text
  })
}

function dated(row: Fields, sources: Sources) {
  return {
    effectiveFrom: row.dayOrNull('effectiveFrom'), effectiveTo: row.dayOrNull('effectiveTo'), checkedOn: row.day('checkedOn'),
    note: row.textOrNull('note'), sources: readable(row.texts('sources'), sources),
  }
}

function ratesOf(data: unknown): Record<TokenClass, bigint | null> {
  const row = new Fields(data, TOKEN_CLASSES)
  const rate = (name: TokenClass) => (row.get(name) === null ? null : parseRate(row.usd(name)))
  return {
    uncachedInput: rate('uncachedInput'), cacheRead: rate('cacheRead'), cacheWrite5m: rate('cacheWrite5m'),
    cacheWrite1h: rate('cacheWrite1h'), output: rate('output'),
  }
}

function pointOf(row: Fields, sources: Sources): PricePoint {
  return {
    platform: row.oneOf('platform', PLATFORMS), model: row.text('model'), routes: row.texts('routes'),
    tier: row.oneOf('tier', ['standard', 'batch']), speed: row.oneOf('speed', ['standard', 'fast']), promptOver: row.count('promptOver'),
    ...dated(row, sources), rates: ratesOf(row.get('usdPerMillionTokens')),
    confidence: row.oneOf('confidence', ['high', 'medium', 'low']), override: false,
  }
}

/** One data file, checked. Throws an Error that says what is wrong. */
export function readPriceFile(data: unknown): { points: PricePoint[]; searchFees: SearchFee[] } {
  const file = new Fields(data, ['sources', 'searchFees', 'points'])
  /** Short name -> where it can be read. */
  const named = file.get('sources')
  const names = typeof named === 'object' && named !== null ? Object.keys(named) : []
  const explained = new Fields(named, names)
  const sources = new Map(names.map((name) => [name, explained.text(name)]))
  return {
    points: file.list('points').map((point) => pointOf(new Fields(point, POINT), sources)),
    searchFees: file.list('searchFees').map((fee) => {
      const row = new Fields(fee, FEE)
      return { platform: row.oneOf('platform', PLATFORMS), ...dated(row, sources), picoPerSearch: picoPerSearch(row.usd('usdPerThousandSearches')) }
    }),
  }
}

/** Read when first asked for: a start asks for figures last. */
const files = once(() => [anthropic, bedrock, claudePlatformAws, googleCloud, foundry].map(readPriceFile))

/** Every published price point that is known. */
export const pricePoints: () => readonly PricePoint[] = once(() => checkPoints(files().flatMap((read) => read.points)))

/** What a web search costs, where it exists. */
export const searchFees: () => readonly SearchFee[] = once(() => files().flatMap((read) => read.searchFees))

/** The whole price list, with the user's own prices in front of it. */
export function listPriceBook(overrides: readonly PriceOverride[] = []): PriceBook {
  return buildPriceBook(pricePoints(), overrides, searchFees())
}
