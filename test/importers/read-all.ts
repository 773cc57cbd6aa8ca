// Reads bytes through the whole path, as the tests need it: any chunk size, everything the importer said.
import type { LogSource } from '../../src/importers/importer.ts'
import { entriesOf, type Entry } from '../../src/core/packed-records.ts'
import { readSource, type ReadRequest, type SourceSummary } from '../../src/importers/read-source.ts'
import { PLAIN } from './collecting-sink.ts'

export interface ReadAll {
  summary: SourceSummary
  /** Without those that repeat another of their batch. */
  records: Entry[]
  repeated: number
  ignored: Record<string, number>
  rejected: { position: number; reason: string }[]
  batches: number
}

export function sourceOf(name: string, bytes: Uint8Array, chunkSize = 65_536): LogSource {
  return {
    name, size: bytes.length, modifiedAtMs: null,
    async *open(from = 0) {
      for (let at = from; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize)
    },
  }
}

export async function readAll(source: LogSource, more: Partial<ReadRequest> = {}): Promise<ReadAll> {
  const all: Omit<ReadAll, 'summary'> = { records: [], repeated: 0, ignored: {}, rejected: [], batches: 0 }
  const options = { ...PLAIN, sourceName: source.name }
  const summary = await readSource({
    source, options,
    onBatch(batch) {
      all.batches += 1
      all.records.push(...entriesOf(batch.records))
      all.repeated += batch.records.repeated
      all.rejected.push(...batch.rejected)
      for (const [reason, count] of batch.ignored) all.ignored[reason] = (all.ignored[reason] ?? 0) + count
    },
    ...more,
  })
  return { ...all, summary }
}

/** Accepted + ignored + rejected; must equal the entries read. */
export function accounted({ records, repeated, ignored, rejected }: ReadAll): number {
  return records.length + repeated + rejected.length + Object.values(ignored).reduce((sum, count) => sum + count, 0)
}
