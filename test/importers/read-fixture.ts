// Reads one fixture as the app would and says what became of it, in a form short enough to review by eye.
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { entriesOf } from '../../src/core/packed-records.ts'
import type { UsageRecord } from '../../src/core/usage.ts'
import { readSource } from '../../src/importers/read-source.ts'

export interface FixtureReading {
  importer: string | null
  entries: number
  incompleteLastEntry: boolean
  ignored: Record<string, number>
  rejected: { position: number; reason: string }[]
  /** Without those that repeat another. */
  records: { position: number; record: unknown }[]
  repeated?: number
}

/** `chunkBytes`: how much is read at a time; the outcome must not depend on it. */
export async function readFixture(path: string, chunkBytes: number): Promise<FixtureReading> {
  const reading: Omit<FixtureReading, 'importer' | 'entries' | 'incompleteLastEntry'> = { ignored: {}, rejected: [], records: [] }
  const name = basename(path)
  const { importer, entries, incompleteLastEntry } = await readSource({
    source: { name, path, size: null, modifiedAtMs: null, open: () => createReadStream(path, { highWaterMark: chunkBytes }) },
    options: { platform: null, route: null, tagKeys: ['surface', 'feature', 'app', 'team', 'env'], sourceName: name },
    onBatch(batch) {
      for (const [reason, count] of batch.ignored) reading.ignored[reason] = (reading.ignored[reason] ?? 0) + count
      reading.rejected.push(...batch.rejected)
      if (batch.records.repeated > 0) reading.repeated = (reading.repeated ?? 0) + batch.records.repeated
      reading.records.push(...[...entriesOf(batch.records)].map(({ record, position }) => ({ position, record: legible(record) })))
    },
  })
  return { importer, entries, incompleteLastEntry, ...reading }
}

/** Fields that say nothing (null, false, empty) are left out, the time and amounts are written; nothing else is lost. */
function legible(record: UsageRecord): unknown {
  const { occurredAtMs, ...rest } = record
  return compact({ ...rest, occurredAt: occurredAtMs === null ? null : new Date(occurredAtMs).toISOString() })
}

function compact(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return value.map(compact)
  if (typeof value !== 'object' || value === null) return value
  const said = Object.entries(value).filter(([, field]) => !saysNothing(field))
  return Object.fromEntries(said.map(([key, field]) => [key, compact(field)]))
}

function saysNothing(field: unknown): boolean {
  if (field === null || field === false) return true
  return typeof field === 'object' && Object.keys(field).length === 0
}
