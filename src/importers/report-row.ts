// What rows of the two usage reports (Admin API, Console CSV) have in common: reading of group values, and the record
// they become. Owns no format of its own.
// https://platform.claude.com/docs/en/manage-claude/usage-cost-api (read 2026-11-22)
import { resolveModel } from '../core/model-id.ts'
import type { Assumption, Origin, Pass, Route, TokenCounts, UsageRecord } from '../core/usage.ts'
import type { ReadOptions } from './importer.ts'

export interface ReportRow {
  /** Start of the bucket. */
  startMs: number
  grain: UsageRecord['grain']
  /** Null where the report was not grouped by model. */
  model: string | null
  tier: string
  speed: string | null
  geo: { route: Route; stated: boolean }
  promptRange: Pass['promptRange']
  tokens: TokenCounts
  webSearches: number
  origin: Pick<Origin, 'account' | 'workspace' | 'apiKey' | 'principal'>
  reportKey: string
  assumptions: readonly Assumption[]
}

/** A model nobody named: unpriced, visible. */
export const UNNAMED_MODEL = 'unknown'

export function isEmptyRow(row: ReportRow): boolean {
  const { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output } = row.tokens
  return uncachedInput + cacheRead + cacheWrite5m + cacheWrite1h + output + row.webSearches === 0
}

export function reportRecord(row: ReportRow, importer: string, options: ReadOptions): UsageRecord {
  const assumptions = new Set(row.assumptions)
  if (!row.geo.stated && options.route === null) assumptions.add('route')
  return {
    basis: 'reports',
    messageId: null,
    requestId: null,
    reportKey: row.reportKey,
    occurredAtMs: row.startMs,
    grain: row.grain,
    platform: options.platform ?? 'anthropic',
    route: options.route ?? row.geo.route,
    origin: { importer, ...row.origin, profile: null, project: null, gateway: null, tags: {} },
    passes: [passOf(row)],
    requests: null,
    latencyMs: null,
    timeToFirstTokenMs: null,
    stopReason: null,
    errorCode: null,
    session: null,
    sidechain: false,
    modelHint: null,
    assumptions: [...assumptions],
  }
}

function passOf(row: ReportRow): Pass {
  const rawModel = row.model ?? UNNAMED_MODEL
  const resolved = resolveModel(rawModel)
  return {
    kind: 'message',
    model: resolved.model,
    rawModel,
    tier: row.tier,
    speed: row.speed ?? (resolved.fast ? 'fast' : 'standard'),
    tokens: row.tokens,
    webSearches: row.webSearches,
    writeSplitAssumed: false,
    promptRange: row.promptRange,
  }
}

/**
 * `us` costs more; `global` and `not_available` (models from before the choice existed) do not. A report that does
 * not say is priced as global and flagged.
 */
export function geoOf(text: string | null): { route: Route; stated: boolean } {
  if (text === null) return { route: 'global', stated: false }
  const spelled = text.toLowerCase()
  return { route: spelled === 'not_available' ? 'global' : spelled, stated: true }
}

const CUT = 200_000
const UNKNOWN_RANGE = { over: 0, upTo: null }

/**
 * Prompt sizes a row covers, from `0-200k`, `200k-1M`, `≤ 200k`, `> 200k`. The sign before `200k` is not ASCII and is
 * often mangled on the way; the one for the upper range is, so only that one is looked for.
 */
export function promptRangeOf(text: string | null): NonNullable<Pass['promptRange']> {
  const spelled = (text ?? '').toLowerCase().replace(/&gt;/g, '>').replaceAll(' ', '')
  if (!spelled.includes('200k')) return UNKNOWN_RANGE
  const above = spelled.includes('>') || spelled.startsWith('200k-') || spelled.endsWith('200k+')
  return above ? { over: CUT, upTo: null } : { over: 0, upTo: CUT }
}
