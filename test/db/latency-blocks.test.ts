// Latencies in bins are those of the rows: of whole blocks and parts of them, in any zone, and after any change.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BinnedValues } from '../../src/core/binned-values.ts'
import type { Ledger } from '../../db/ledger.ts'
import { openLedger } from '../../db/open-ledger.ts'
import { ALL, bring, ids, latenciesOf, newLedger, NOON, origin } from './records.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const DAY_MS = 86_400_000
const DAYS = 80

/** A request each four hours, of three projects; of some only one time is told, and some take long. */
function manyDays(ledger: Ledger): number {
  return bring(ledger, Array.from({ length: DAYS * 6 }, (_, at) => ids(`m${at}`, null, 1, {
    occurredAtMs: NOON + at * 4 * 3_600_000, origin: origin({ project: `project ${at % 3}` }),
    latencyMs: at % 5 === 0 ? null : at === 77 ? 2 ** 40 : (at * 7919) % 10_000, timeToFirstTokenMs: at % 4 === 0 ? null : (at * 31) % 700,
  }))).id
}

type Query = Partial<typeof ALL>

/** Every value as "group value", in order: of the bins and of what is left in columns, or of the rows. */
function valuesOf(ledger: Ledger, query: Query, of: 'latency' | 'firstToken'): { binned: string[]; rows: string[]; blocks: number } {
  const { blocks, chunks, groups } = ledger.usage.latencyBlocks({ ...ALL, ...query })
  const named = (number: number | undefined, value: number | undefined) => `${groups[number ?? -1]?.originId} ${value}`
  const inBins = ({ length, numbers, starts, values }: BinnedValues) => Array.from({ length }, (_, entry) =>
    Array.from(values.subarray(starts[entry], starts[entry + 1]), (value) => named(numbers[entry], value))).flat()
  const inColumns = chunks.flatMap(({ length, group, latencyMs, firstTokenMs }) => Array.from({ length }, (_, at) => ({
    value: (of === 'latency' ? latencyMs : firstTokenMs)[at] ?? -1, group: group[at],
  })).filter(({ value }) => value >= 0).map(({ group, value }) => named(group, value)))
  const rows = latenciesOf(ledger, query).map((row) => ({ ...row, value: (of === 'latency' ? row.latencyMs : row.firstTokenMs) ?? -1 }))
  return {
    binned: [...blocks.flatMap((block) => inBins(block[of])), ...inColumns].toSorted(),
    rows: rows.filter(({ value }) => value >= 0).map(({ originId, value }) => `${originId} ${value}`).toSorted(),
    blocks: blocks.length,
  }
}

const QUERIES: Query[] = [
  {}, { from: '2026-12-01' }, { to: '2027-01-15' }, { from: '2026-12-10', to: '2026-12-12' }, { from: '2026-11-21', to: '2027-02-06', tz: 'Asia/Kathmandu' },
  { from: '2030-01-01' },
]

function expectExact(ledger: Ledger): void {
  for (const query of QUERIES) {
    for (const of of ['latency', 'firstToken'] as const) {
      const { binned, rows } = valuesOf(ledger, query, of)
      expect(binned).toEqual(rows)
    }
  }
}

describe('latencies in bins', () => {
  it('are those of the rows, whatever part of the blocks a view holds', () => {
    const ledger = newLedger()
    manyDays(ledger)
    expectExact(ledger)
    expect(valuesOf(ledger, {}, 'latency').blocks).toBeGreaterThan(2)
    expect(valuesOf(ledger, { from: '2026-12-10', to: '2026-12-12' }, 'latency').blocks).toBe(0)
  })

  it('follow what an import adds and an undo takes away, within a block and beyond the last', () => {
    const ledger = newLedger()
    const first = manyDays(ledger)
    expectExact(ledger)
    const before = valuesOf(ledger, {}, 'latency').binned
    const { id } = bring(ledger, [0, 33, DAYS + 2, -40].map((day, at) => ids(`new${at}`, null, 1, { occurredAtMs: NOON + day * DAY_MS, latencyMs: 123_456 + at })), 'new.jsonl')
    expectExact(ledger)
    expect(valuesOf(ledger, {}, 'latency').binned).toHaveLength(before.length + 4)
    ledger.imports.undo(id)
    expect(valuesOf(ledger, {}, 'latency').binned).toEqual(before)
    ledger.imports.undo(first)
    expect(valuesOf(ledger, {}, 'latency')).toEqual({ binned: [], rows: [], blocks: 0 })
  })

  it('are read in steps beforehand, and follow what another program writes meanwhile', () => {
    const path = join(folder, 'outside.db')
    const ledger = openLedger(path)
    manyDays(ledger)
    expect([...ledger.usage.readLatencies(ALL)].length).toBeGreaterThan(DAYS)
    // All is there: a look at each block, nothing of a day.
    expect([...ledger.usage.readLatencies(ALL)]).toEqual([])
    const steps = ledger.usage.readLatencies({ ...ALL, from: '2026-12-01' })[Symbol.iterator]()
    steps.next()
    const other = openLedger(path)
    bring(other, [ids('outside', null, 1, { occurredAtMs: NOON + 40 * DAY_MS, latencyMs: 99_999 })], 'b.jsonl')
    other.close()
    while (steps.next().done !== true);
    expectExact(ledger)
    expect(valuesOf(ledger, {}, 'latency').binned.filter((value) => value.endsWith(' 99999'))).toHaveLength(1)
    ledger.close()
  })
})
