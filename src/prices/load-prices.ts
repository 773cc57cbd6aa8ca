// Loads the price list from the data files beside it and refuses a file that is wrong. Owns no prices, no matching.
import { z } from 'zod'
import { parseRate } from '../core/money.ts'
import { once } from '../core/once.ts'
import {
  buildPriceBook, picoPerSearch, type PriceBook, type PriceOverride, type PricePoint, type SearchFee,
} from '../core/price-book.ts'
import { PLATFORMS } from '../core/usage.ts'
import anthropic from './anthropic.json' with { type: 'json' }
import bedrock from './bedrock.json' with { type: 'json' }
import claudePlatformAws from './claude-platform-aws.json' with { type: 'json' }
import foundry from './foundry.json' with { type: 'json' }
import googleCloud from './google-cloud.json' with { type: 'json' }
import { checkPoints } from './check-points.ts'

const day = z.iso.date()
const usd = z.string().regex(/^\d+(\.\d{1,6})?$/)
const rate = usd.transform(parseRate).nullable()
const slugs = z.array(z.string()).min(1)

const dated = {
  effectiveFrom: day.nullable(), effectiveTo: day.nullable(), checkedOn: day, note: z.string().min(1).nullable(),
}

const pointRow = z.strictObject({
  platform: z.enum(PLATFORMS),
  model: z.string().min(1),
  routes: z.array(z.string().min(1)).min(1),
  tier: z.enum(['standard', 'batch']),
  speed: z.enum(['standard', 'fast']),
  promptOver: z.number().int().min(0),
  ...dated,
  usdPerMillionTokens: z.strictObject({
    uncachedInput: rate, cacheRead: rate, cacheWrite5m: rate, cacheWrite1h: rate, output: rate,
  }),
  confidence: z.enum(['high', 'medium', 'low']),
  sources: slugs,
})

const feeRow = z.strictObject({
  platform: z.enum(PLATFORMS), ...dated, usdPerThousandSearches: usd.transform(picoPerSearch), sources: slugs,
})

const file = z.strictObject({
  /** Short name -> where it can be read. */
  sources: z.record(z.string(), z.string().min(1)),
  searchFees: z.array(feeRow),
  points: z.array(pointRow),
})

/** Replaces short names by where they can be read. Throws on a name that the file does not explain. */
function readable(names: readonly string[], sources: Readonly<Record<string, string>>): string[] {
  return names.map((name) => {
    const text = sources[name]
    if (text === undefined) throw new Error(`A price names the source ${name}, which its file does not list.`)
    return text
  })
}

/** One data file, checked. Throws an Error that says what is wrong. */
export function readPriceFile(data: unknown): { points: PricePoint[]; searchFees: SearchFee[] } {
  const { sources, points, searchFees } = file.parse(data)
  return {
    points: points.map(({ usdPerMillionTokens, ...row }) =>
      ({ ...row, sources: readable(row.sources, sources), rates: usdPerMillionTokens, override: false })),
    searchFees: searchFees.map(({ usdPerThousandSearches, ...row }) =>
      ({ ...row, sources: readable(row.sources, sources), picoPerSearch: usdPerThousandSearches })),
  }
}

/** Reading and checking takes some 80 ms, which a start has better use for: it asks for figures last. */
const files = once(() => [anthropic, bedrock, claudePlatformAws, googleCloud, foundry].map(readPriceFile))

/** Every published price point that is known. */
export const pricePoints: () => readonly PricePoint[] = once(() => checkPoints(files().flatMap((read) => read.points)))

/** What a web search costs, where it exists. */
export const searchFees: () => readonly SearchFee[] = once(() => files().flatMap((read) => read.searchFees))

/** The whole price list, with the user's own prices in front of it. */
export function listPriceBook(overrides: readonly PriceOverride[] = []): PriceBook {
  return buildPriceBook(pricePoints(), overrides, searchFees())
}
