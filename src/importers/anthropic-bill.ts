// What lines of Anthropic's three kinds of bill have in common: which meter a line is, reading of amounts, and the record
// it becomes. Owns no format. https://platform.claude.com/docs/en/manage-claude/usage-cost-api (read 2026-11-22)
import type { BillAmount, Meter } from '../core/bill.ts'
import { resolveModel } from '../core/model-id.ts'
import { roundCents } from '../core/money.ts'
import type { Origin, Pass, TokenCounts, UsageRecord } from '../core/usage.ts'
import { groupKey } from './analytics-group.ts'
import { modelByName } from './claude-name.ts'
import { UnreadableField, type JsonObject } from './fields.ts'
import type { ReadOptions } from './importer.ts'
import { geoOf, UNNAMED_MODEL } from './report-row.ts'

/** A tier, speed or route that the bill does not tell: not taken for the usual one. */
export const NOT_TOLD = 'unknown'

const DAY_MS = 86_400_000

export interface BillLine {
  startMs: number
  /** The line covers [startMs, endMs). */
  endMs: number
  /** Null where the bill does not tell it; texts as the bill spells them, a model by its id or its name. */
  model: string | null
  tier: string | null
  speed: string | null
  geo: string | null
  promptRange: Pass['promptRange']
  origin: Pick<Origin, 'account' | 'workspace' | 'apiKey' | 'principal'>
  reportKey: string
  bill: Omit<BillAmount, 'lastDay' | 'quantityStated'>
}

const METER_OF_COST: ReadonlyMap<string, Meter> = new Map([
  ['web_search', 'webSearches'], ['code_execution', 'codeExecution'], ['session_usage', 'sessionHours'],
])

const METER_OF_TOKEN: ReadonlyMap<string, Meter> = new Map([
  ['uncached_input_tokens', 'uncachedInput'],
  ['cache_read_input_tokens', 'cacheRead'],
  ['cache_creation.ephemeral_5m_input_tokens', 'cacheWrite5m'],
  ['cache_creation.ephemeral_1h_input_tokens', 'cacheWrite1h'],
  ['output_tokens', 'output'],
])

/** Searches, code execution and session hours cost the same wherever they run. */
const WITHOUT_ROUTE: ReadonlySet<Meter> = new Set(METER_OF_COST.values())

/** `other`: the bill does not tell, or by a word that is not known. */
export function meterOf(costType: string | null, tokenType: string | null): Meter {
  const isTokens = costType === null || costType === 'tokens'
  const meter = isTokens ? METER_OF_TOKEN.get(tokenType ?? '') : METER_OF_COST.get(costType)
  return meter ?? 'other'
}

/**
 * Pico-USD of a field in cents; null where it is absent. JSON numbers count by their shortest text.
 * @throws UnreadableField naming the field
 */
export function centsAt(object: JsonObject, key: string): bigint | null {
  const value = object[key]
  if (value === undefined || value === null) return null
  const pico = typeof value === 'string' || typeof value === 'number' ? roundCents(String(value)) : null
  if (pico === null) throw new UnreadableField(`${key} is not a decimal number`)
  return pico
}

/**
 * Amounts are added as US dollars, so a bill in another currency is no bill here.
 * @throws UnreadableField
 */
export function needDollars(currency: unknown): void {
  if (typeof currency !== 'string' || currency === '') throw new UnreadableField('currency is missing')
  if (currency.toUpperCase() !== 'USD') throw new UnreadableField('currency is not USD')
}

const AMOUNTS = new Set(['amount', 'list_amount', 'currency', 'requests'])

/**
 * Identity of a line: its bucket and every value it is grouped by, those the API adds later included. Null is left out,
 * so that a new dimension without a value makes no other line.
 */
export function lineKey(importer: string, { startMs, endMs }: { startMs: number; endMs: number }, group: JsonObject): string {
  const told = Object.entries(group).filter(([name, value]) => value !== null && value !== undefined && !AMOUNTS.has(name))
  return JSON.stringify([importer, startMs, endMs - startMs, ...groupKey(Object.fromEntries(told))])
}

const NO_TOKENS: TokenCounts = { uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 }

export function billRecord(line: BillLine, importer: string, options: ReadOptions): UsageRecord {
  const route = options.route ?? (line.geo === null ? NOT_TOLD : geoOf(line.geo).route)
  const wholeDays = line.startMs % DAY_MS === 0 && line.endMs - line.startMs >= DAY_MS
  return {
    basis: 'bills',
    messageId: null,
    requestId: null,
    reportKey: line.reportKey,
    occurredAtMs: line.startMs,
    grain: wholeDays ? 'utc-day' : 'instant',
    platform: options.platform ?? 'anthropic',
    route,
    origin: { importer, ...line.origin, profile: null, project: null, gateway: null, tags: {} },
    passes: [passOf(line)],
    requests: null,
    latencyMs: null,
    timeToFirstTokenMs: null,
    stopReason: null,
    errorCode: null,
    session: null,
    sidechain: false,
    modelHint: null,
    assumptions: route === NOT_TOLD && !WITHOUT_ROUTE.has(line.bill.meter) ? ['route'] : [],
    bill: { ...line.bill, lastDay: new Date(line.endMs - 1).toISOString().slice(0, 10), quantityStated: false },
  }
}

/** An id, a name ("Claude Haiku 4.5"), or a name with the day of its release ("Claude 3.5 Sonnet 2024-10-22"). */
function modelOf(text: string): string {
  const dated = text.toLowerCase().replace(/(\d{4})-(\d\d)-(\d\d)$/, '$1$2$3').replaceAll(/[\s.]+/g, '-')
  const resolved = [text, dated].map(resolveModel).find(({ known }) => known)
  return resolved?.model ?? modelByName(text) ?? text
}

function passOf(line: BillLine): Pass {
  const rawModel = line.model ?? UNNAMED_MODEL
  return {
    kind: 'message',
    model: modelOf(rawModel),
    rawModel,
    tier: line.tier ?? NOT_TOLD,
    speed: line.speed ?? NOT_TOLD,
    tokens: NO_TOKENS,
    webSearches: 0,
    writeSplitAssumed: false,
    promptRange: line.promptRange,
  }
}
