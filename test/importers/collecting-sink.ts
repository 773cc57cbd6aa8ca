// A sink that keeps what an importer says about each entry, for tests that feed a reader directly.
import type { EntryReader, EntrySink, Importer, ReadOptions } from '../../src/importers/importer.ts'
import type { UsageRecord } from '../../src/core/usage.ts'

export interface Collected {
  records: UsageRecord[]
  ignored: [reason: string, position: number][]
  rejected: [reason: string, position: number][]
  repeated: number
  extra: number
}

export const PLAIN: ReadOptions = { platform: null, route: null, tagKeys: ['surface', 'team'], sourceName: 'log.json' }

export function collect(importer: Importer, feed: (reader: EntryReader) => void, options: ReadOptions = PLAIN): Collected {
  const seen: Collected = { records: [], ignored: [], rejected: [], repeated: 0, extra: 0 }
  const sink: EntrySink = {
    accept: (record) => seen.records.push(record),
    ignore: (reason, position) => seen.ignored.push([reason, position]),
    reject: (reason, position) => seen.rejected.push([reason, position]),
    repeat: () => (seen.repeated += 1),
    extraEntries: (count) => (seen.extra += count),
  }
  const reader = importer.read(options, sink)
  feed(reader)
  reader.end()
  return seen
}

/** Feeds each text as one entry, numbered from 1. */
export function collectEntries(importer: Importer, texts: readonly string[], options: ReadOptions = PLAIN): Collected {
  return collect(importer, (reader) => texts.forEach((text, index) => reader.entry(Buffer.from(text), index + 1)), options)
}

export function collectRows(importer: Importer, rows: readonly Record<string, string>[], options = PLAIN): Collected {
  return collect(importer, (reader) => rows.forEach((cells, index) => reader.row?.(cells, index + 2)), options)
}

export function headOf(text: string, name = 'log'): { name: string; bytes: Buffer; text: string; complete: boolean } {
  const bytes = Buffer.from(text).subarray(0, 65_536)
  return { name, bytes, text: bytes.toString('utf8'), complete: bytes.length < 65_536 }
}
