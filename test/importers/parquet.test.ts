// Parquet through the whole path: codecs, row groups, ranges and memory, types as text, and files that are not whole.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { ColumnSource, SchemaElement } from 'hyparquet-writer'
import { describe, expect, test } from 'vitest'
import type { LogSource } from '../../src/importers/importer.ts'
import { held, rangesOf } from '../../src/importers/parquet-file.ts'
import { ParquetTable } from '../../src/importers/parquet.ts'
import { seeded } from '../bench/seeded.ts'
import { parquetOf, reportColumns, reportCsv } from './parquet-samples.ts'
import { accounted, readAll, sourceOf } from './read-all.ts'

/** As a file on disk is: opened anywhere, any number of times. */
function fileOf(bytes: Uint8Array, opened: (from: number | undefined) => void = () => {}): LogSource {
  const source = sourceOf('report.parquet', bytes, 4096)
  return {
    ...source, path: '/report.parquet',
    open(from) {
      opened(from)
      return source.open(from)
    },
  }
}

async function rowsOf(columns: readonly ColumnSource[], schema?: SchemaElement[]): Promise<Record<string, string>[]> {
  const bytes = parquetOf({ columns, ...(schema === undefined ? {} : { schema }) })
  const table = await ParquetTable.open(rangesOf(fileOf(bytes), bytes.length))
  const rows: Record<string, string>[] = []
  for await (const slice of table.slices(() => true)) rows.push(...slice.rows)
  return rows
}

const ROWS = 90
const fromCsv = readAll(sourceOf('report.csv', Buffer.from(reportCsv(ROWS))))
const withoutPositions = ({ records }: Awaited<typeof fromCsv>) => records.map(({ record }) => record)

describe('the same report', () => {
  test.each([
    ['SNAPPY', ROWS], ['SNAPPY', 7], ['GZIP', 20], ['ZSTD', 20], ['UNCOMPRESSED', 50],
  ] as const)('as CSV and as Parquet, %s, %d rows a group', async (codec, rowGroupSize) => {
    const bytes = parquetOf({ columns: reportColumns(ROWS), codec, rowGroupSize })
    for (const source of [fileOf(bytes), sourceOf('dropped', bytes, 1000)]) {
      const all = await readAll(source)
      expect(all.summary).toMatchObject({ importer: 'aws-cur', entries: ROWS, problem: null, aborted: false, end: null, storedBytes: bytes.length })
      expect(withoutPositions(all)).toEqual(withoutPositions(await fromCsv))
      expect(all.ignored).toEqual({ 'charge of another service': 30 })
      expect(accounted(all)).toBe(ROWS)
    }
  })

  test('compressed as a whole', async () => {
    const bytes = gzipSync(parquetOf({ columns: reportColumns(ROWS) }))
    expect(withoutPositions(await readAll(fileOf(bytes)))).toEqual(withoutPositions(await fromCsv))
  })

  test('positions are rows', async () => {
    const { records } = await readAll(fileOf(parquetOf({ columns: reportColumns(4), rowGroupSize: 2 })))
    expect(records.map(({ position }) => position)).toEqual([1, 2, 4])
  })
})

const LARGE = 24_000

describe('a large file with a path', () => {
  const columns = [...reportColumns(LARGE), {
    name: 'savings_plan_filler', type: 'STRING' as const, data: Array.from({ length: LARGE }, (_, row) => `filler ${row * 7919}`),
  }]
  const bytes = parquetOf({ columns, codec: 'UNCOMPRESSED', rowGroupSize: 22_000 })

  test('is read in ranges, batch by batch, without the columns nobody reads', async () => {
    const opened: (number | undefined)[] = []
    const progress: number[] = []
    const all = await readAll(fileOf(bytes, (from) => opened.push(from)), { onProgress: (read) => progress.push(read) })
    expect(all.summary).toMatchObject({ entries: LARGE, problem: null })
    expect(all.records).toHaveLength(LARGE * 2 / 3)
    expect(all.batches).toBeGreaterThanOrEqual(8)
    expect(opened[0]).toBeUndefined()
    expect(opened.slice(1).every((from) => from !== undefined)).toBe(true)
    expect(progress.at(-1)).toBe(bytes.length)
  })

  test('stops where it is asked to', async () => {
    const stop = new AbortController()
    const all = await readAll(fileOf(bytes), { signal: stop.signal, onProgress: (read) => read > bytes.length / 4 && stop.abort() })
    expect(all.summary.aborted).toBe(true)
    expect(all.summary.entries).toBeLessThan(LARGE)
  })

  test('a batch that cannot be written ends the reading', async () => {
    const failing = readAll(fileOf(bytes), { onBatch: () => { throw new Error('disk full') } })
    await expect(failing).rejects.toThrow('disk full')
  })
})

describe('types', () => {
  test('doubles and floats by their shortest text', async () => {
    const rows = await rowsOf([
      { name: 'double', type: 'DOUBLE', data: [0.1 + 0.2, 1e-7, -0, 4.125] },
      { name: 'float', type: 'FLOAT', data: [0.1, 1e-7, 16_777_216, 3.3] },
    ])
    expect(rows.map(({ double }) => double)).toEqual(['0.30000000000000004', '1e-7', '0', '4.125'])
    expect(rows.map(({ float }) => float)).toEqual(['0.1', '1e-7', '16777216', '3.3'])
  })

  test.each([
    ['INT64', { type: 'INT64', converted_type: 'DECIMAL', scale: 9, precision: 18 }],
    ['16 bytes', { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, converted_type: 'DECIMAL', scale: 9, precision: 38 }],
  ] as const)('DECIMAL in %s, exactly', async (_, element) => {
    const data = [123_456_789_012_345_678n, -1n, 0n, 4_125_000_000n]
    const rows = await rowsOf([{ name: 'cost', data }], [
      { name: 'root', num_children: 1 }, { name: 'cost', repetition_type: 'REQUIRED', ...element },
    ])
    expect(rows.map(({ cost }) => cost)).toEqual(['123456789.012345678', '-0.000000001', '0.000000000', '4.125000000'])
  })

  test('integers, times, booleans, nothing', async () => {
    const [row] = await rowsOf([
      { name: 'int32', type: 'INT32', data: [-7] }, { name: 'int64', type: 'INT64', data: [9_007_199_254_740_993n] },
      { name: 'at', type: 'TIMESTAMP', data: [new Date('2026-11-03T07:08:09.010Z')] }, { name: 'is', type: 'BOOLEAN', data: [true] },
      { name: 'none', type: 'STRING', data: [null] }, { name: 'text', type: 'STRING', data: ['a "b"\nü'] }, { name: 'bytes', type: 'BYTE_ARRAY', data: ['ü'] },
    ])
    expect(row).toEqual({
      int32: '-7', int64: '9007199254740993', at: '2026-11-03T07:08:09.010Z', is: 'true', none: '', text: 'a "b"\nü', bytes: 'ü',
    })
  })

  test('maps and structs as JSON', async () => {
    const rows = await rowsOf([
      { name: 'tags', data: [{ user_surface: 'search' }, {}] },
      { name: 'pair', data: [{ name: 'x', count: 5n }, { name: 'y', count: 6n }] },
    ], [
      { name: 'root', num_children: 2 },
      { name: 'tags', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'MAP' },
      { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
      { name: 'key', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED', converted_type: 'UTF8' },
      { name: 'value', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL', converted_type: 'UTF8' },
      { name: 'pair', repetition_type: 'REQUIRED', num_children: 2 },
      { name: 'name', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED', converted_type: 'UTF8' },
      { name: 'count', type: 'INT64', repetition_type: 'REQUIRED' },
    ])
    expect(rows).toEqual([
      { tags: '{"user_surface":"search"}', pair: '{"name":"x","count":"5"}' },
      { tags: '{}', pair: '{"name":"y","count":"6"}' },
    ])
  })
})

describe('not whole', () => {
  const bytes = parquetOf({ columns: reportColumns(ROWS), codec: 'GZIP', rowGroupSize: 30 })
  const damaged = (change: (copy: Uint8Array) => void) => {
    const copy = bytes.slice()
    change(copy)
    return copy
  }

  test.each([4, 11, 100, bytes.length - 1])('cut off after %d bytes', async (length) => {
    for (const source of [fileOf(bytes.slice(0, length)), sourceOf('dropped', bytes.slice(0, length))]) {
      const { summary } = await readAll(source)
      expect(summary).toMatchObject({ importer: null, entries: 0, problem: { code: 'parquet-cut-off' } })
      expect(summary.problem?.message).toMatch(/ends too early/)
    }
  })

  test('an index that is not one', async () => {
    const { summary } = await readAll(fileOf(damaged((copy) => copy.fill(0xff, bytes.length - 200, bytes.length - 8))))
    expect(summary).toMatchObject({ importer: null, entries: 0, problem: { code: 'parquet-damaged' } })
  })

  test('an index longer than the file', async () => {
    const { summary } = await readAll(fileOf(damaged((copy) => copy.fill(0xff, bytes.length - 8, bytes.length - 4))))
    expect(summary.problem?.code).toBe('parquet-damaged')
  })

  test('what was read before the damage stands', async () => {
    const half = Math.floor(bytes.length / 2)
    const all = await readAll(fileOf(damaged((copy) => copy.fill(0xff, half - 400, half))))
    expect(all.summary).toMatchObject({ importer: 'aws-cur', problem: { code: 'parquet-damaged' } })
    expect([30, 60]).toContain(all.summary.entries)
    expect(accounted(all)).toBe(all.summary.entries)
  })

  test('wherever bytes are wrong, a sentence or rows, never a throw', async () => {
    for (let at = 4; at < bytes.length - 4; at += 211) {
      const all = await readAll(fileOf(damaged((copy) => copy.fill(0x5a, at, at + 16))))
      expect(accounted(all)).toBe(all.summary.entries)
    }
  })

  /** Without a check of page headers some of these never end. */
  test('files of another writer, with bytes of pages and index spoiled', async () => {
    const random = seeded(7)
    const files = ['aws-cur/cur2-several-row-groups-snappy', 'focus/aws-1.0-zstd'].map((name) =>
      readFileSync(join(import.meta.dirname, '../fixtures', `${name}.parquet`)))
    const below = (most: number) => Math.floor(random() * most)
    for (let run = 0; run < 120; run += 1) {
      const copy = new Uint8Array(files[run % files.length] ?? [])
      for (let left = 1 + below(6); left > 0; left -= 1) copy[4 + below(copy.length - 12)] = below(256)
      const all = await readAll(sourceOf('dropped', copy))
      expect(accounted(all)).toBe(all.summary.entries)
    }
  }, 60_000)

  test('columns of another kind', async () => {
    const { summary } = await readAll(fileOf(parquetOf({ columns: [{ name: 'a', type: 'INT32', data: [1] }] })))
    expect(summary).toMatchObject({ importer: null, problem: { code: 'unknown-format' } })
  })

  test('too large to hold', async () => {
    async function* chunks() {
      for (;;) yield Buffer.alloc(1024)
    }
    await expect(held(chunks(), 1024 * 1024)).rejects.toThrow(/larger than 1 MiB/)
  })
})
