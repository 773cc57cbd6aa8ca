// Reads AWS usage types of Bedrock in their three grammars. Pure; knows no file format, no product names and no prices.
// https://docs.aws.amazon.com/bedrock/latest/userguide/cost-mgmt-understanding-cur-data.html and the public price list
// files of AmazonBedrock, AmazonBedrockService and AmazonBedrockFoundationModels (read 2026-11-22).
import type { Meter } from '../core/bill.ts'
import type { Route, TokenClass } from '../core/usage.ts'

/**
 * `runtime`: `USE1-Claude4.6Sonnet-input-tokens-cross-region-global`. `mantle`:
 * `USW2-anthropic.claude-opus-4-8-mantle-input-tokens-global-standard`. `marketplace`:
 * `USE1-MP:USE1_InputTokenCount_Global-Units` or `USE1-MP:USE1_input_tokens_global_standard-Units`, which name no model.
 */
export type UsageGrammar = 'runtime' | 'mantle' | 'marketplace'

export interface AwsUsageType {
  grammar: UsageGrammar
  /** The code of the Region that was called (`USE1`); null where the usage type starts without one. */
  regionCode: string | null
  /** The model as the usage type spells it; null in the marketplace grammar. */
  modelName: string | null
  /** `other`: a charge that none of the words fits. Its quantity is not tokens of a class. */
  meter: Extract<Meter, TokenClass | 'provisioned' | 'other'>
  route: Route
  tier: string
  /** Set where the usage type is that of long prompts only: those over 200,000 tokens. */
  promptRange: { over: number; upTo: null } | null
  /** What one unit of the quantity is where nothing else says. */
  tokensPerUnit: number
}

const REGION = /^([A-Z]{2,4}\d{0,2})-(.+)$/
const MARKETPLACE = /^MP:(?:[A-Z]{2,4}\d{0,2}_)?(.+?)(?:-Units)?$/
/** The shortest beginning that leaves the words of a meter is the model. */
const RUNTIME = /^(.+?)-((?:cache-?(?:read|write)|input|output|provisioned|reserved|customization|model-?units?)[-_]?.*)$/i
const LONG_PROMPT = 200_000

/** Null where the text follows none of the grammars: it is no charge for a model's inference. */
export function readUsageType(usageType: string): AwsUsageType | null {
  const text = usageType.trim()
  const placed = REGION.exec(text)
  const regionCode = placed?.[1] ?? null
  const rest = placed?.[2] ?? text
  const dimension = MARKETPLACE.exec(rest)?.[1]
  if (dimension !== undefined) {
    return { grammar: 'marketplace', regionCode, modelName: null, tokensPerUnit: 1_000_000, ...readWords(dimension, regionCode) }
  }
  const match = RUNTIME.exec(rest)
  const [, named, meter] = match ?? []
  if (named === undefined || meter === undefined) return null
  const grammar = /-mantle$/i.test(named) ? 'mantle' : 'runtime'
  const modelName = named.replace(/-mantle$/i, '')
  return { grammar, regionCode, modelName, tokensPerUnit: 1000, ...readWords(meter, regionCode) }
}

type Meaning = Pick<AwsUsageType, 'meter' | 'route' | 'tier' | 'promptRange'>

/** Words that change nothing in the meaning, and those that the meaning is read from below. */
const KNOWN = new Set([
  'cache', 'read', 'write', 'input', 'output', 'token', 'tokens', 'count', 'million', 'thousand', 'units', '5m', '1h',
  'cross', 'region', 'global', 'geo', 'regional', 'cris', 'standard', 'batch', 'flex', 'priority', 'latency', 'optimized',
  'custom', 'model', 'long', 'context', 'ctx', 'lctx',
])

function readWords(text: string, regionCode: string | null): Meaning {
  const words = new Set(wordsOf(text))
  const isLong = words.has('long') || words.has('lctx')
  return {
    meter: meterOf(words),
    route: routeOf(words, regionCode),
    tier: tierOf(words),
    promptRange: isLong ? { over: LONG_PROMPT, upTo: null } : null,
  }
}

/** `CacheWrite1hInputTokenCount_LCtx` -> cache, write, 1h, input, token, count, lctx. */
function wordsOf(text: string): string[] {
  return text
    .replace(/1[-_ ]?hour/gi, '1h')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([a-z])(\d)/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}

/** Cache classes first: `cache-read-input-token-count` has the word input too. A plain write is of 5 minutes. */
function meterOf(words: ReadonlySet<string>): AwsUsageType['meter'] {
  if (['provisioned', 'reserved', 'tpm'].some((word) => words.has(word))) return 'provisioned'
  if (!words.has('token') && !words.has('tokens')) return 'other'
  if ([...words].some((word) => !KNOWN.has(word))) return 'other'
  if (words.has('cache')) {
    if (words.has('read') !== words.has('write')) return words.has('read') ? 'cacheRead' : words.has('1h') ? 'cacheWrite1h' : 'cacheWrite5m'
    return 'other'
  }
  if (words.has('input') === words.has('output')) return 'other'
  return words.has('input') ? 'uncachedInput' : 'output'
}

/**
 * Without `global` a charge has the price of the Region, also where a geographic profile routed the request; the two
 * cost the same. GovCloud's Regions (`UGW1`, `UGE1`) have prices of their own.
 */
function routeOf(words: ReadonlySet<string>, regionCode: string | null): Route {
  if (words.has('global')) return 'global'
  return regionCode !== null && /^UG[EW]\d$/.test(regionCode) ? 'us-gov' : 'region'
}

function tierOf(words: ReadonlySet<string>): string {
  if (words.has('optimized')) return 'latency-optimized'
  if (words.has('custom')) return 'custom-model'
  return ['batch', 'flex', 'priority'].find((tier) => words.has(tier)) ?? 'standard'
}

/**
 * Tokens of one unit of a quantity, from a unit's name (`1K tokens`, `1M tokens`, `Tokens`). `fallback` where the unit
 * says nothing (`Units`, empty); null where it is another thing than tokens (`1M TPM Hour`, `Hrs`).
 */
export function tokensPerUnit(unit: string | null, fallback: number): number | null {
  const spelled = (unit ?? '').trim().toLowerCase().replaceAll(',', '')
  if (['', 'unit', 'units', 'n/a', 'na', 'null', 'none'].includes(spelled)) return fallback
  const match = /^(1k|1000|thousand|1m|1000000|million|1)?\s*(?:input |output |cache read |cache write )*tokens?$/.exec(spelled)
  if (match === null) return null
  const scale = match[1] ?? '1'
  if (scale === '1') return 1
  return ['1k', '1000', 'thousand'].includes(scale) ? 1000 : 1_000_000
}
