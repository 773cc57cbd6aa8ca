// Reads a Parquet source from its index to batches: identify by the names of its columns, feed its rows to an importer of
// CSV rows. Owns the order of these; read-source.ts calls it where the bytes say Parquet.
import { ProblemError, type Problem } from '../core/problem.ts'
import { BatchSink, type SourceBatch } from './batch-sink.ts'
import type { EntryReader, Importer, LogSource, ReadOptions, SourceHead } from './importer.ts'
import { held, rangesOf } from './parquet-file.ts'
import { ParquetTable, type TableSlice } from './parquet.ts'
import { identify, IMPORTERS } from './registry.ts'

export interface StoredTable {
  /** The decoded bytes from the first one on. */
  chunks: AsyncIterable<Buffer>
  /** The bytes are not those of the file: it is compressed as a whole. */
  isCompressed: boolean
  /** Called once, before the first batch. */
  onIdentified(importer: Importer): void
}

export interface TableRequest {
  source: LogSource
  options: ReadOptions
  onBatch(batch: SourceBatch): void | Promise<void>
  onProgress?(storedBytes: number): void
  signal?: AbortSignal
  importers?: readonly Importer[]
}

export interface TableSummary {
  importer: string | null
  entries: number
  problem: Problem | null
  aborted: boolean
}

/** An entry is a row; its position counts from 1. Rejects where `onBatch` does, or the system. */
export async function readTable(request: TableRequest, stored: StoredTable): Promise<TableSummary> {
  const summary: TableSummary = { importer: null, entries: 0, problem: null, aborted: false }
  const table = await openTable(request, stored)
  if ('code' in table) return { ...summary, problem: table }
  const identified = identify(headOf(request.source.name, table.columns), request.importers ?? IMPORTERS)
  if ('code' in identified) return { ...summary, problem: identified }
  stored.onIdentified(identified.importer)
  return { ...summary, importer: identified.importer.id, ...(await feedRows(request, table, identified.importer)) }
}

/** A source with a path is read in ranges; the rest of its stream is not needed. */
async function openTable({ source }: TableRequest, { chunks, isCompressed }: StoredTable): Promise<ParquetTable | Problem> {
  const size = source.path === undefined || isCompressed ? null : source.size
  try {
    return await ParquetTable.open(size === null ? await held(chunks) : rangesOf(source, size))
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  } finally {
    await chunks[Symbol.asyncIterator]().return?.()
  }
}

/** What an importer of CSV is shown: a header of the column names. */
function headOf(name: string, columns: readonly string[]): SourceHead {
  const text = `${columns.map((column) => `"${column}"`).join(',')}\n`
  return { name, text, bytes: Buffer.from(text), complete: false }
}

type Fed = Pick<TableSummary, 'entries' | 'problem' | 'aborted'>

async function feedRows(request: TableRequest, table: ParquetTable, importer: Importer): Promise<Fed> {
  const sink = new BatchSink()
  const reader = importer.read(request.options, sink)
  const slices = table.slices((column) => importer.readsColumn?.(column) ?? true)
  let entries = 0
  for (let taken = await take(slices); taken !== null; taken = await take(slices)) {
    // Damage ends the rows; what came before it stands.
    if ('code' in taken) return { entries, problem: taken, aborted: await end(reader, sink, request) }
    for (const row of taken.rows) {
      entries += 1
      if (reader.row === undefined) sink.ignore('row of a format without rows')
      else reader.row(row, entries)
      if (sink.isFull) await request.onBatch(sink.take())
    }
    request.onProgress?.(Math.floor((request.source.size ?? 0) * taken.share))
    if (!sink.isEmpty) await request.onBatch(sink.take())
    if (request.signal?.aborted === true) return { entries, problem: null, aborted: true }
  }
  return { entries, problem: null, aborted: await end(reader, sink, request) }
}

/** Not aborted. */
async function end(reader: EntryReader, sink: BatchSink, request: TableRequest): Promise<false> {
  reader.end()
  if (!sink.isEmpty) await request.onBatch(sink.take())
  return false
}

/** The next slice, or what is wrong with the file, or null at its end. */
async function take(slices: AsyncGenerator<TableSlice>): Promise<TableSlice | Problem | null> {
  try {
    const next = await slices.next()
    return next.done === true ? null : next.value
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
}
