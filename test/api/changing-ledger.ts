// A ledger that changes while views are asked of it: usage of both kinds of evidence, prices and discounts, in random steps.
import fc from 'fast-check'
import { NO_FILTERS } from '../../src/api/backend/cell-view.ts'
import { Context } from '../../src/api/backend/context.ts'
import type { TimeKey } from '../../src/api/backend/group-keys.ts'
import type { Filters, GroupKey } from '../../src/api/contract/shapes.ts'
import type { UsageRecord } from '../../src/core/usage.ts'
import { bring, origin, pass, record } from '../db/records.ts'

const FIRST = Date.parse('2026-10-26T00:00:00Z')
const HOUR_MS = 3_600_000
const DAYS = 40
/** Not the last of them: a projection leaves today out. */
const TODAY = 35
const dayAfter = (days: number) => new Date(FIRST + days * 24 * HOUR_MS).toISOString().slice(0, 10)
/** A backend's view of a ledger, asked nothing yet. */
export const contextOf = (ledger: Context['ledger']) => new Context({ ledger, version: 'test', now: () => FIRST + TODAY * 24 * HOUR_MS, fault: (error) => { throw error } })

let made = 0
export const used = fc.record({
  hour: fc.nat(DAYS * 24 - 1), quarter: fc.nat(3), project: fc.constantFrom('one', 'two', 'three'), platform: fc.constantFrom('anthropic' as const, 'bedrock' as const),
  model: fc.constantFrom('claude-opus-5-5', 'claude-sonnet-4-5', 'model-x'), output: fc.nat(2_000_000), cacheRead: fc.nat(9), webSearches: fc.constantFrom(0, 0, 2),
  isReport: fc.constantFrom(false, false, true),
}).map(({ hour, quarter, project, platform, model, output, cacheRead, webSearches, isReport }): UsageRecord => {
  made += 1
  const tokens = { uncachedInput: 10, cacheRead, cacheWrite5m: 3, cacheWrite1h: 0, output }
  const passes = [pass(output, { model, rawModel: model, tokens, webSearches })]
  const occurredAtMs = FIRST + hour * HOUR_MS + quarter * (HOUR_MS / 4)
  if (!isReport) return record({ messageId: `m${made}`, occurredAtMs, platform, passes, origin: origin({ project }) })
  return record({
    basis: 'reports', requests: null, grain: 'utc-day', reportKey: `r${made}`, occurredAtMs: FIRST + Math.floor(hour / 24) * 24 * HOUR_MS, platform, passes,
    origin: origin({ project, importer: 'admin-usage-report' }),
  })
})

type Change = { kind: 'bring'; records: UsageRecord[] } | { kind: 'price' } | { kind: 'discount' }
export interface Asking { kind: 'ask'; filters: Filters; each: TimeKey; by: GroupKey }
type Step = Change | Asking

const asking = fc.record({
  from: fc.integer({ min: -1, max: DAYS - 1 }), days: fc.nat(DAYS), each: fc.constantFrom('hour' as const, 'day' as const, 'week' as const),
  by: fc.constantFrom('surface' as const, 'model' as const, 'project' as const), tz: fc.constantFrom('UTC', 'UTC', 'America/New_York', 'Asia/Kolkata'),
  isBedrock: fc.constantFrom(false, false, true), basis: fc.constantFrom(null, null, 'requests' as const),
}).map(({ from, days, each, by, tz, isBedrock, basis }): Step =>
  ({ kind: 'ask', each, by, filters: { ...NO_FILTERS, from: dayAfter(from), to: dayAfter(from + days), tz, platforms: isBedrock ? ['bedrock'] : [], basis } }))

const bringing = (least: number) => fc.array(used, { minLength: least, maxLength: least + 12 }).map((records): Step => ({ kind: 'bring', records }))

const step: fc.Arbitrary<Step> = fc.oneof({ weight: 6, arbitrary: asking }, { weight: 2, arbitrary: bringing(0) },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ kind: 'price' }, { kind: 'discount' }) })

export const steps = fc.tuple(bringing(20), fc.array(step, { minLength: 5, maxLength: 14, size: 'max' })).map(([first, rest]) => [first, ...rest])

function overridePrice(context: Context, output: number): void {
  const usd = { uncachedInput: '1', cacheRead: '0.1', cacheWrite5m: '1.25', cacheWrite1h: '2', output: String(output) }
  context.prices.setOverride({
    id: null, platform: 'anthropic', route: null, model: output % 2 === 0 ? 'model-x' : 'claude-opus-5-5', tier: 'standard', speed: 'standard', promptOver: 0,
    effectiveFrom: null, effectiveTo: null, usdPerMillionTokens: usd, note: null,
  })
}

/** Makes the changes among the steps, and hands what is asked to `check`. */
export function takeSteps(context: Context, taken: readonly Step[], check: (asked: Asking) => void): void {
  for (const [at, each] of taken.entries()) {
    if (each.kind === 'bring') {
      bring(context.ledger, each.records, `${(made += 1)}.jsonl`)
      context.forget()
    } else if (each.kind === 'price') overridePrice(context, at + 1)
    else if (each.kind === 'discount') {
      context.prices.setDiscount({ id: null, platform: 'bedrock', pct: String(at + 1), effectiveFrom: dayAfter(at % DAYS), effectiveTo: null })
    } else check(each)
  }
}
