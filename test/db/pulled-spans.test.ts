// Rows that a later pull finds gone: latencies beside them, a rebuilt ledger, and what a crash leaves.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openLedger } from '../../db/open-ledger.ts'
import { rebuildLedger } from '../../db/rebuild.ts'
import type { Ledger } from '../../db/ledger.ts'
import type { LatencyReport } from '../../src/core/latency-report.ts'
import type { Pulled, WholeSpan } from '../../src/core/pulled.ts'
import type { UsageRecord } from '../../src/core/usage.ts'
import { ALL_BILLS, batch, END, line, newLedger, source } from './records.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pulled-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const DAY_MS = 86_400_000
const DAY = Date.UTC(2026, 10, 20)
const whole = (given: Partial<WholeSpan> = {}): Pulled => ({ scope: 'org', whole: { fromMs: DAY, toMs: DAY + 2 * DAY_MS, models: null, ...given } })

function pull(ledger: Ledger, brought: { lines?: readonly UsageRecord[]; latencies?: readonly LatencyReport[] }, pulled: Pulled = whole()): number {
  const writer = ledger.imports.begin('pull')
  const open = writer.startSource(source('pull'))
  open.write({ ...batch(brought.lines ?? []), latencies: brought.latencies ?? [] })
  open.finish({ ...END, pulled })
  writer.finish('done')
  return writer.id
}

const billed = (ledger: Ledger) => ledger.usage.billLines(ALL_BILLS).map((row) => row.billed)

it('percentiles of a day go and come back with it', () => {
  const latency = (utcDay: string, rawModel: string): LatencyReport => ({
    importer: 'messages-response', platform: 'bedrock', route: 'us', scope: '1', region: 'us-east-1', rawModel, model: rawModel, utcDay,
    measure: 'latency', count: 3, averageMs: 10, p50Ms: 9, p95Ms: 12, p99Ms: 13,
  })
  const ledger = newLedger()
  const days = () => ledger.latencies.reported({ from: null, to: null }).map(({ utcDay, rawModel }) => `${utcDay} ${rawModel}`)
  const all = [latency('2026-11-20', 'a'), latency('2026-11-21', 'a'), latency('2026-11-21', 'b'), latency('2026-11-22', 'a')]
  pull(ledger, { latencies: all })
  pull(ledger, {}, { ...whole(), scope: 'another' })
  expect(days()).toHaveLength(4)
  const id = pull(ledger, { latencies: all.slice(0, 1) }, whole({ models: ['a'] }))
  expect(days()).toEqual(['2026-11-20 a', '2026-11-22 a', '2026-11-21 b'])
  ledger.imports.undo(id)
  expect(days()).toHaveLength(4)
})

it('an undo tells how many count again', () => {
  const ledger = newLedger()
  pull(ledger, { lines: [line('a', 1n), line('b', 2n), line('c', 4n)] })
  const id = pull(ledger, { lines: [line('a', 8n)] })
  expect(billed(ledger)).toEqual([8n])
  expect(ledger.imports.undo(id)).toEqual({ removed: 1, restored: 3 })
  expect(billed(ledger)).toEqual([1n, 2n, 4n])
})

it('a source that was not finished when the process ended lets nothing go', () => {
  const ledger = newLedger()
  pull(ledger, { lines: [line('a', 1n), line('b', 2n)] })
  const writer = ledger.imports.begin('pull')
  writer.startSource(source('first')).finish({ ...END, pulled: whole({ models: ['another-model'] }) })
  writer.startSource(source('second')).write(batch([line('a', 8n)]))
  ledger.imports.recover()
  expect(billed(ledger)).toEqual([1n, 2n])
  expect(ledger.usage.rollupIsExact()).toBe(true)
})

it('stay gone in a rebuilt ledger, until the undo', () => {
  const path = join(folder, 'pulled.ledger')
  const ledger = openLedger(path)
  pull(ledger, { lines: [line('a', 1n), line('b', 2n)] })
  const id = pull(ledger, { lines: [line('b', 4n)] })
  ledger.close()
  expect(rebuildLedger(path, Date.UTC(2026, 10, 22))).toMatchObject({ records: 1, incomplete: [] })
  const rebuilt = openLedger(path)
  expect(billed(rebuilt)).toEqual([4n])
  rebuilt.imports.undo(id)
  expect(billed(rebuilt)).toEqual([1n, 2n])
  expect(rebuilt.usage.rollupIsExact()).toBe(true)
  rebuilt.close()
})
