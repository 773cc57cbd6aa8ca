// What a charge's written description says ("Million Input Tokens Regional CRIS", "Cache Write Tokens 1h - Standard, Global"):
// for bills without usage types. Says `other` wherever the words name no one class; owns no format.
import type { Meter } from '../core/bill.ts'
import type { Pass, Route } from '../core/usage.ts'

export interface ChargeWords {
  meter: Meter
  /** Null where the words name none. */
  route: Route | null
  tier: string
  promptRange: Pass['promptRange']
}

const LONG_PROMPT = 200_000
const LONG = /long[\s_-]?(?:context|ctx)|lctx|>\s*200\s?k|over 200\s?k|above 200\s?k/

/** Of a text with bars, as AWS Marketplace writes them, the part after the last. */
export function readDescription(description: string): ChargeWords {
  const words = (description.split('|').at(-1) ?? '').toLowerCase()
  return {
    meter: meterOf(words),
    route: routeOf(words),
    tier: ['batch', 'flex', 'priority'].find((tier) => words.includes(tier)) ?? 'standard',
    promptRange: LONG.test(words) ? { over: LONG_PROMPT, upTo: null } : null,
  }
}

/** Cache first: "Cache Read Input Tokens" are no input. */
function meterOf(words: string): Meter {
  if (/provisioned|reserved|throughput|\btpm\b/.test(words)) return 'provisioned'
  if (/web[\s-]?search/.test(words)) return 'webSearches'
  if (/image|video|audio|training|character/.test(words)) return 'other'
  const isRead = /cache[\s_-]*(?:read|hit)|cached input/.test(words)
  const isWrite = /cache[\s_-]*(?:write|creation)/.test(words)
  if (isRead !== isWrite) return isRead ? 'cacheRead' : writeOf(words)
  const isInput = /\binput\b|\bprompt\b/.test(words)
  const isOutput = /\boutput\b|\bcompletion\b/.test(words)
  if (isRead || isInput === isOutput || !words.includes('token')) return 'other'
  return isInput ? 'uncachedInput' : 'output'
}

function writeOf(words: string): Meter {
  if (/\b1[\s-]?h(?:ours?|r)?\b/.test(words)) return 'cacheWrite1h'
  return /\b30[\s-]?m/.test(words) ? 'other' : 'cacheWrite5m'
}

function routeOf(words: string): Route | null {
  if (/data[\s-]?zone/.test(words)) return 'data-zone-us'
  if (/\bglobal\b/.test(words)) return 'global'
  return /\bregional\b|\bgeo\b|\bin[\s-]region\b/.test(words) && !/multi[\s-]?region/.test(words) ? 'region' : null
}
