// Reads a Parquet file as rows of text, a few columns' worth of one row group at a time. Owns the limits on memory and the
// sentences for damaged files; what the columns mean is an importer's.
import * as zlib from 'node:zlib'
import { parquetMetadataAsync, parquetScan, type AsyncBuffer, type Compressors, type FileMetaData } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { problem, ProblemError } from '../core/problem.ts'
import { cellText, columnsOf, type TableColumn } from './parquet-cells.ts'
import { checkedFile, LARGEST_PAGE } from './parquet-pages.ts'

/** Rows decoded at a time: all their values are in memory at once. */
const SLICE_ROWS = 20_000
/** The mark, the length of the index, the mark. */
const SHORTEST = 12

export type TableRow = Readonly<Record<string, string>>

export interface TableSlice {
  rows: readonly TableRow[]
  /** Of the file, this slice included. */
  share: number
}

export class ParquetTable {
  readonly #file: AsyncBuffer
  readonly #metadata: FileMetaData
  readonly #columns: readonly TableColumn[]

  private constructor(file: AsyncBuffer, metadata: FileMetaData) {
    this.#file = file
    this.#metadata = metadata
    this.#columns = columnsOf(metadata)
  }

  /** @throws ProblemError where the file is cut off or damaged */
  static async open(file: AsyncBuffer): Promise<ParquetTable> {
    return attempt(async () => {
      const tail = file.byteLength < SHORTEST ? null : Buffer.from(await file.slice(file.byteLength - 4, file.byteLength))
      if (tail === null || tail.toString('latin1') !== 'PAR1') throw CUT_OFF()
      return new ParquetTable(file, await parquetMetadataAsync(file, { geoparquet: false }))
    })
  }

  get columns(): readonly string[] {
    return this.#columns.map(({ name }) => name)
  }

  /** Rows in their order, with only the columns asked for. @throws ProblemError where the file is damaged */
  async *slices(isWanted: (column: string) => boolean): AsyncGenerator<TableSlice> {
    const columns = this.#columns.filter(({ name }) => isWanted(name))
    const total = Number(this.#metadata.num_rows)
    const scan = await attempt(() => parquetScan({
      file: checkedFile(this.#file, this.#metadata), metadata: this.#metadata, columns: columns.map(({ name }) => name),
      compressors: BOUNDED, utf8: false, geoparquet: false, useOffsetIndex: false, parsers: { jsonFromBytes: (bytes) => bytes },
    }))
    for (const range of scan.ranges) {
      for (let rowStart = range.rowStart; rowStart < range.rowEnd; rowStart += SLICE_ROWS) {
        const rowEnd = Math.min(rowStart + SLICE_ROWS, range.rowEnd)
        yield await attempt(async () => {
          const cells: string[][] = []
          // One after the other: only one column's stored bytes are in memory.
          for (const column of columns) {
            const values = await scan.readColumn({ column: column.name, rowStart, rowEnd })
            cells.push(textsOf(values, column, rowEnd - rowStart))
          }
          return { rows: rowsOf(columns, cells, rowEnd - rowStart), share: rowEnd / total }
        })
      }
    }
  }
}

function textsOf(values: ArrayLike<unknown>, column: TableColumn, count: number): string[] {
  if (values.length < count) throw new Error('a column has fewer rows than the file')
  return Array.from({ length: count }, (_, row) => cellText(values[row], column))
}

function rowsOf(columns: readonly TableColumn[], cells: readonly string[][], count: number): TableRow[] {
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(columns.map(({ name }, column) => [name, cells[column]?.[row] ?? ''])))
}

/** What a page says of its own size is not believed beyond a limit. */
function bounded(decompress: NonNullable<Compressors['GZIP']>): NonNullable<Compressors['GZIP']> {
  return (input, outputLength) => {
    if (outputLength > LARGEST_PAGE) throw new Error('a page is too large')
    return decompress(input, outputLength)
  }
}

const BOUNDED: Compressors = {
  ...Object.fromEntries(Object.entries(compressors).map(([codec, decompress]) => [codec, bounded(decompress)])),
  // The library's own readers of these do not end at every damaged page; Node's do.
  GZIP: bounded((input, outputLength) => zlib.gunzipSync(input, { maxOutputLength: Math.max(outputLength, 1) })),
  BROTLI: bounded((input, outputLength) => zlib.brotliDecompressSync(input, { maxOutputLength: Math.max(outputLength, 1) })),
  ...zstd(),
}

/** Older runtimes have no zstd; there the library's stays. */
function zstd(): Compressors {
  const decompress: typeof zlib.zstdDecompressSync | undefined = zlib.zstdDecompressSync
  if (decompress === undefined) return {}
  return { ZSTD: bounded((input, outputLength) => decompress(input, { maxOutputLength: Math.max(outputLength, 1) })) }
}

/** Whatever the library throws at bytes is damage; problems of the source itself pass. */
async function attempt<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    throw error instanceof ProblemError || isOfTheSystem(error) ? error : DAMAGED()
  }
}

/** An error of reading the file, not of what is in it: it has a code like EIO. */
function isOfTheSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

const AGAIN = 'Fetch the file again and import it: what is in the ledger already is recognised.'
const CUT_OFF = () => problem('parquet-cut-off', 'This Parquet file ends too early: the index at its end is missing, so nothing of it can be read.', AGAIN)
const DAMAGED = () => problem('parquet-damaged', 'This Parquet file is damaged, or written in a way that cannot be read here. Rows before the damage were read.', AGAIN)
