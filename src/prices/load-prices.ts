// Loads the price list from the data files beside it, and refuses one that contradicts itself. Owns no prices, no matching.
import { once } from '../core/once.ts'
import {
  buildPriceBook, picoPerSearch, ratesOf, type PriceBook, type PriceOverride, type PricePoint, type SearchFee,
} from '../core/price-book.ts'
import { PLATFORMS } from '../core/usage.ts'
import anthropic from './anthropic.json' with { type: 'json' }
import bedrock from './bedrock.json' with { type: 'json' }
import claudePlatformAws from './claude-platform-aws.json' with { type: 'json' }
import foundry from './foundry.json' with { type: 'json' }
import googleCloud from './google-cloud.json' with { type: 'json' }
import { checkPoints } from './check-points.ts'

/** A data file as TypeScript knows it: which words stand for a platform or a confidence is not known from its text. */
interface PriceFile {
  sources: Readonly<Record<string, string>>
  searchFees: readonly (Dated & { platform: string; usdPerThousandSearches: string })[]
  points: readonly PointRow[]
}

interface Dated { effectiveFrom: string | null; effectiveTo: string | null; checkedOn: string; note: string | null; sources: readonly string[] }

interface PointRow extends Dated {
  platform: string
  model: string
  routes: readonly string[]
  tier: string
  speed: string
  promptOver: number
  usdPerMillionTokens: PriceOverride['usdPerMillionTokens']
  confidence: string
}

const CONFIDENCES = ['high', 'medium', 'low'] as const

/** Replaces short names by where they can be read. Throws on a name that the file does not explain. */
function readable(names: readonly string[], sources: Readonly<Record<string, string>>): string[] {
  return names.map((name) => {
    const text = sources[name]
    if (text === undefined) throw new Error(`A price names the source ${name}, which its file does not list.`)
    return text
  })
}

function oneOf<T extends string>(known: readonly T[], word: string): T {
  const found = known.find((each) => each === word)
  if (found === undefined) throw new Error(`A price says ${word}, where one of ${known.join(', ')} is known.`)
  return found
}

/** One data file, which keeps to price-file.ts. */
export function readPriceFile({ sources, points, searchFees }: PriceFile): { points: PricePoint[]; searchFees: SearchFee[] } {
  return {
    points: points.map(({ usdPerMillionTokens, ...row }) => ({
      ...row, platform: oneOf(PLATFORMS, row.platform), confidence: oneOf(CONFIDENCES, row.confidence),
      sources: readable(row.sources, sources), rates: ratesOf(usdPerMillionTokens), override: false,
    })),
    searchFees: searchFees.map(({ usdPerThousandSearches, ...row }) => ({
      ...row, platform: oneOf(PLATFORMS, row.platform), sources: readable(row.sources, sources), picoPerSearch: picoPerSearch(usdPerThousandSearches),
    })),
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
