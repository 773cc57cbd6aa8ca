// Random imports, cancellations and undos over few keys: what counts is what a plain recount says, after every step.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ledger } from '../../db/ledger.ts'
import type { Pulled } from '../../src/core/pulled.ts'
import type { UsageRecord } from '../../src/core/usage.ts'
import { ALL_BILLS, batch, END, line, newLedger, NOON, origin, pageOf, pass, record, source } from './records.ts'

interface Held { messageId: string | null; requestId: string | null; output: number; total: number; split: boolean; sidechain: boolean; order: number; record: UsageRecord }
/** `pulled` is null of a file. Sources are numbered as they come. */
interface LiveSource { importId: number; path: string; records: Held[]; pulled: Pulled | null; number: number }

const anyRequest: fc.Arbitrary<UsageRecord> = fc.record({
  keys: fc.constantFrom<[string | null, string | null]>(['m', 'x'], ['m', 'y'], ['m', null], ['n', 'x'], ['n', 'y'], ['n', null], [null, 'x'], [null, 'y'], ['o', 'z'], ['o', null]),
  output: fc.integer({ min: 0, max: 3 }),
  input: fc.integer({ min: 0, max: 2 }),
  extra: fc.option(fc.integer({ min: 0, max: 2 }), { nil: null }),
  quarter: fc.integer({ min: 0, max: 200 }),
  project: fc.constantFrom('a', 'b'),
  writeSplitAssumed: fc.boolean(),
  sidechain: fc.boolean(),
}).map(({ keys: [messageId, requestId], output, input, extra, quarter, project, writeSplitAssumed, sidechain }) => {
  const tokens = { uncachedInput: input, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output }
  const own = pass(output, { tokens, writeSplitAssumed })
  const passes = extra === null ? [own] : [own, pass(extra, { kind: 'compaction', tokens: { ...tokens, output: extra } })]
  return record({ messageId, requestId, passes, sidechain, occurredAtMs: NOON + quarter * 900_000, origin: origin({ project }) })
})

const DAY_MS = 86_400_000
const FIRST_DAY_MS = Date.UTC(2026, 10, 20)

/** A line of a bill: few keys, so that revisions meet. A key is of one day. */
const anyLine: fc.Arbitrary<UsageRecord> = fc.record({
  key: fc.constantFrom('k', 'l'), day: fc.integer({ min: 0, max: 2 }), billed: fc.bigInt({ min: -5n, max: 5n }), project: fc.constantFrom('a', 'b'),
  rawModel: fc.constantFrom('claude-opus-5-5', 'claude-haiku-5-5'),
}).map(({ key, day, billed, project, rawModel }) => line(`${key} ${day}`, billed, {
  origin: origin({ project, importer: 'admin-cost-report' }), passes: [pass(0, { rawModel })], occurredAtMs: FIRST_DAY_MS + day * DAY_MS,
}))

const anyRecord = fc.oneof({ weight: 2, arbitrary: anyRequest }, { weight: 1, arbitrary: anyLine })

const anyPulled: fc.Arbitrary<Pulled> = fc.record({
  scope: fc.constantFrom('one', 'other'),
  whole: fc.option(fc.record({
    from: fc.integer({ min: 0, max: 2 }), days: fc.integer({ min: 1, max: 3 }),
    models: fc.option(fc.constantFrom(['claude-opus-5-5'], ['claude-opus-5-5', 'claude-haiku-5-5'], []), { nil: null }),
  }), { nil: null, freq: 6 }),
}).map(({ scope, whole }) => ({
  scope, whole: whole === null ? null : { fromMs: FIRST_DAY_MS + whole.from * DAY_MS, toMs: FIRST_DAY_MS + (whole.from + whole.days) * DAY_MS, models: whole.models },
}))

interface GivenSource { records: UsageRecord[]; pulled: Pulled | null }

const anySource: fc.Arbitrary<GivenSource> = fc.oneof(
  fc.record({ records: fc.array(anyRecord, { maxLength: 6 }), pulled: fc.constant(null) }),
  fc.record({ records: fc.array(anyLine, { maxLength: 4 }), pulled: anyPulled }),
)

type Step =
  | { kind: 'import'; sources: GivenSource[]; end: 'done' | 'cancelled'; dropLast: boolean; batchSize: number }
  | { kind: 'repeat'; pick: number }
  | { kind: 'undo'; pick: number }

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({
    kind: fc.constant('import' as const),
    sources: fc.array(anySource, { minLength: 1, maxLength: 3 }),
    end: fc.constantFrom('done' as const, 'cancelled' as const),
    dropLast: fc.boolean(),
    batchSize: fc.integer({ min: 1, max: 4 }),
  }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('repeat' as const), pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), pick: fc.nat() }) },
)

let order = 0
const hold = (entry: UsageRecord): Held => {
  const outputs = entry.passes.map((pass) => pass.tokens.output)
  const total = entry.passes.reduce((sum, pass) => sum + Object.values(pass.tokens).reduce((a, b) => a + b, 0), 0)
  order += 1
  return {
    messageId: entry.reportKey ?? entry.messageId, requestId: entry.requestId, output: outputs.reduce((a, b) => a + b, 0), total,
    split: !entry.passes.some((pass) => pass.writeSplitAssumed), sidechain: entry.sidechain, order, record: entry,
  }
}

/** A later pull of the same scope has read its day whole, and all of its model. */
function isGone(held: Held, live: readonly LiveSource[]): boolean {
  const own = live.find((source) => source.pulled !== null && source.records.includes(held))
  const at = held.record.occurredAtMs ?? 0
  return own !== undefined && live.some(({ pulled, number }) => {
    if (number <= own.number || pulled === null || pulled.whole === null || pulled.scope !== own.pulled?.scope) return false
    const { fromMs, toMs, models } = pulled.whole
    return fromMs <= at && at < toMs && (models === null || models.includes(held.record.passes[0]?.rawModel ?? ''))
  })
}

/** The rules of the product, read plainly, over all records of the live sources. */
function winners(live: readonly LiveSource[]): UsageRecord[] {
  const all = live.flatMap((source) => source.records)
  const smallest = (values: (string | null)[]) => values.filter((value) => value !== null).toSorted()[0] ?? null
  const event = ({ messageId, requestId }: Held): string => {
    const message = messageId ?? smallest(all.filter((other) => other.requestId === requestId).map((other) => other.messageId))
    const request = requestId ?? smallest(all.filter((other) => other.messageId === messageId).map((other) => other.requestId))
    return `${message ?? '-'} ${request ?? '-'}`
  }
  const better = (a: Held, b: Held) =>
    (a.record.basis === 'bills' ? b.order - a.order : 0) || b.output - a.output || b.total - a.total || Number(b.split) - Number(a.split) || Number(a.sidechain) - Number(b.sidechain) || a.order - b.order
  const groups = Map.groupBy(all, event)
  return [...groups.values()].map((group) => group.toSorted(better)[0]).filter((held) => held !== undefined && !isGone(held, live)).flatMap((held) => held?.record ?? [])
}

function runImport(ledger: Ledger, step: Step & { kind: 'import' }, live: LiveSource[]): void {
  const writer = ledger.imports.begin('random')
  for (const [index, { records, pulled }] of step.sources.entries()) {
    const open = writer.startSource(source(`${writer.id}-${index}`))
    for (let at = 0; at < records.length; at += step.batchSize) open.write(batch(records.slice(at, at + step.batchSize), at + 1))
    const isLast = index === step.sources.length - 1
    if (isLast && step.dropLast) {
      open.drop()
    } else if (!isLast || step.end === 'done') {
      const path = `${writer.id}-${index}`
      open.finish({ ...END, fileState: pulled === null ? fileState(path) : null, pulled })
      live.push({ importId: writer.id, path, records: records.map(hold), pulled, number: (order += 1) })
    }
  }
  writer.finish(step.end)
}

const fileState = (path: string) => ({
  path, size: 1, modifiedAtMs: 1, offset: 1, position: 1, importer: 'x', headHash: 'h', headLength: 1, sourceKey: path,
})

/** A file recognised without reading holds what the file held, as if it had been read again. */
function runRepeat(ledger: Ledger, pick: number, live: LiveSource[]): boolean {
  const known = live.filter((one) => ledger.imports.fileState(one.path) !== null)
  const again = known[pick % Math.max(1, known.length)]
  if (again === undefined) return false
  const writer = ledger.imports.begin('again')
  writer.repeatFiles([{ name: again.path, path: again.path, bytes: 1 }])
  writer.finish('done')
  live.push({ importId: writer.id, path: again.path, records: again.records, pulled: null, number: (order += 1) })
  return true
}

/** What counts, as a bag of (project, instant, tokens). */
function expected(live: readonly LiveSource[]): string[] {
  return winners(live).flatMap((entry) => entry.passes.map((pass) =>
    `${entry.origin.project} ${entry.occurredAtMs} ${pass.kind} ${pass.tokens.uncachedInput} ${pass.tokens.output}`)).toSorted()
}

function actual(ledger: Ledger): string[] {
  const projects = new Map(ledger.usage.origins().map((row) => [row.id, row.origin.project]))
  const { rows, total } = pageOf(ledger, { limit: 1000 })
  expect(total).toBe(rows.length)
  return rows.map((row) => `${projects.get(row.originId)} ${row.atMs} ${row.kind} ${row.tokens.uncachedInput} ${row.tokens.output}`).toSorted()
}

const expectedBills = (live: readonly LiveSource[]): string[] => winners(live)
  .flatMap(({ bill, origin: { project } }) => (bill === undefined ? [] : [`${project} ${bill.billed}`])).toSorted()

/** Every row of a bill that counts, with its amount. */
function actualBills(ledger: Ledger): string[] {
  const projects = new Map(ledger.usage.origins().map((row) => [row.id, row.origin.project]))
  const rows = ledger.usage.billLines(ALL_BILLS)
  expect(ledger.usage.billGroups().reduce((sum, group) => sum + group.lines, 0)).toBe(rows.length)
  return rows.map((row) => `${projects.get(row.originId)} ${row.billed}`).toSorted()
}

describe('imports and undos in any order', () => {
  it('leave exactly the winners among the live sources, in rows and rollups', () => {
    fc.assert(fc.property(fc.array(anyStep, { minLength: 1, maxLength: 8 }), (steps) => {
      const ledger = newLedger('Asia/Kathmandu')
      let live: LiveSource[] = []
      let undoable: number[] = []
      for (const step of steps) {
        if (step.kind === 'import') {
          runImport(ledger, step, live)
          undoable.push(ledger.imports.list()[0]?.id ?? 0)
        } else if (step.kind === 'repeat') {
          if (runRepeat(ledger, step.pick, live)) undoable.push(ledger.imports.list()[0]?.id ?? 0)
        } else {
          const id = undoable[step.pick % Math.max(1, undoable.length)]
          if (id === undefined) continue
          const before = winners(live).length
          const { removed, restored } = ledger.imports.undo(id)
          undoable = undoable.filter((other) => other !== id)
          live = live.filter((source) => source.importId !== id)
          expect(removed).toBeLessThanOrEqual(before)
          expect(restored).toBeLessThanOrEqual(winners(live).length)
        }
        expect(actual(ledger)).toEqual(expected(live))
        expect(actualBills(ledger)).toEqual(expectedBills(live))
        expect(ledger.usage.rollupIsExact()).toBe(true)
      }
      ledger.close()
    }), { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 80) })
  }, 600_000)
})
