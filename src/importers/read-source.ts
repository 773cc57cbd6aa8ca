// Reads one source from bytes to batches: decode, identify, cut, feed the importer. Owns the order of these and the size
// of a batch; knows no format and no database.
import { createHash } from 'node:crypto'
import { noRecords } from '../core/packed-records.ts'
import { ProblemError, type Problem } from '../core/problem.ts'
import { BatchSink, type SourceBatch } from './batch-sink.ts'
import { skippedBedrockObject } from './bedrock-skips.ts'
import type { Cutter } from './cutter.ts'
import { withAnswers } from './answers.ts'
import { decode, peek, type Decoded } from './decode.ts'
import { cutterFor } from './framing.ts'
import type { Importer, LogSource, ReadOptions, SourceHead } from './importer.ts'
import { isParquet } from './parquet-file.ts'
import { identify, importerOf, IMPORTERS, type Identified } from './registry.ts'

export type { SourceBatch }

export const HEAD_BYTES = 64 * 1024

export interface ReadRequest {
  source: LogSource
  options: ReadOptions
  /** Awaited before reading goes on: writes the batch, and lets the event loop run. */
  onBatch(batch: SourceBatch): void | Promise<void>
  /** Called once, before the first batch. The hash is that of the summary. */
  onIdentified?(importer: Importer, headHash: string): void
  /** Stored bytes read so far, of this call. */
  onProgress?(storedBytes: number): void
  signal?: AbortSignal
  /** Goes on where an earlier read of the same, shorter file ended. Only for sources with a path. */
  resume?: { offset: number; position: number; importer: string }
  importers?: readonly Importer[]
}

export interface SourceSummary {
  importer: string | null
  /** Entries read: always the sum of records, ignored and rejected over all batches. */
  entries: number
  incompleteLastEntry: boolean
  /** Why the source was not read, or not to its end. */
  problem: Problem | null
  aborted: boolean
  storedBytes: number
  /** SHA-256 of the first stored bytes, `headLength` of them; null for a resumed read. */
  headHash: string | null
  headLength: number
  /** Where a later read of the grown file can go on; null where it must be read anew (compressed, CSV, JSON values). */
  end: { offset: number; position: number } | null
}

/** Never rejects for bad data; rejects where the source's bytes cannot be had (an error of the system) and where `onBatch` does. */
export async function readSource(request: ReadRequest): Promise<SourceSummary> {
  const skipped = skippedBedrockObject(request.source.name)
  if (skipped !== null) return skip(request, skipped)
  const meter = new StoredBytes(request)
  const decoded = await decode(meter.read())
  const { head, chunks } = await headOf(request.source.name, decoded)
  if (isParquet(head.bytes)) {
    // Half of an import's code, which only tables need.
    const { readTable } = await import('./read-table.ts')
    const isCompressed = decoded.compression.length > 0
    const read = await readTable(request, { chunks, isCompressed, onIdentified: (importer) => request.onIdentified?.(importer, meter.headHash) })
    const storedBytes = request.source.size ?? meter.facts().storedBytes
    const problem = meter.problem ?? decoded.problem() ?? read.problem
    return { incompleteLastEntry: false, end: null, ...meter.facts(), ...read, storedBytes, problem }
  }
  const identified = head.bytes.length === 0 ? null : choose(request, head)
  const summary: SourceSummary = {
    importer: null, entries: 0, incompleteLastEntry: false, problem: null, aborted: false, end: null,
    storedBytes: 0, headHash: null, headLength: 0,
  }
  if (identified === null || 'code' in identified) {
    await chunks[Symbol.asyncIterator]().return?.()
    return { ...summary, ...meter.facts(), problem: meter.problem ?? decoded.problem() ?? identified }
  }
  request.onIdentified?.(identified.importer, meter.headHash)
  const read = await feed(request, identified, chunks)
  const end = read.place === null || decoded.compression.length > 0 || decoded.encoding !== 'utf-8' ? null : {
    offset: (request.resume?.offset ?? 0) + decoded.markLength + read.place.offset,
    position: read.place.position,
  }
  return { ...summary, ...read.result, ...meter.facts(), importer: identified.importer.id, problem: meter.problem ?? decoded.problem(), end }
}

/** The decoded head, and all chunks with it. */
async function headOf(name: string, decoded: Decoded): Promise<{ head: SourceHead; chunks: AsyncIterable<Buffer> }> {
  const peeked = await peek(decoded.chunks, HEAD_BYTES + 1)
  const bytes = peeked.head.subarray(0, HEAD_BYTES)
  const head = { name, bytes, text: bytes.toString('latin1').replace(MORE_MARKS, ''), complete: peeked.head.length <= HEAD_BYTES }
  return { head, chunks: peeked.chunks }
}

/** UTF-8's byte order mark, once or more, as characters of a byte each: a program that writes one may be given one. */
const MORE_MARKS = /^(?:\u00ef\u00bb\u00bf)+/

function choose(request: ReadRequest, head: SourceHead): Identified | Problem {
  const resumed = request.resume === undefined ? null : importerOf(request.resume.importer)
  if (resumed !== null) return { importer: resumed, identification: { score: 100, framing: { kind: 'lines' } } }
  return identify(head, request.importers ?? IMPORTERS)
}

interface Fed {
  result: Pick<SourceSummary, 'entries' | 'incompleteLastEntry' | 'aborted'>
  place: Cutter['place']
}

async function feed(request: ReadRequest, { importer, identification }: Identified, chunks: AsyncIterable<Buffer>): Promise<Fed> {
  const sink = new BatchSink()
  const reader = importer.read(request.options, withAnswers(sink, request.options))
  const startPosition = request.resume?.position ?? 0
  const cutter = cutterFor(identification.framing, { reader, sink, startPosition })
  for await (const chunk of chunks) {
    if (request.signal?.aborted === true) {
      return { result: { entries: sink.entriesOf(cutter), incompleteLastEntry: false, aborted: true }, place: null }
    }
    await cutter.push(chunk)
    sink.bytes += chunk.length
    if (sink.isFull) await request.onBatch(sink.take())
  }
  const incompleteLastEntry = await cutter.end()
  reader.end()
  if (!sink.isEmpty) await request.onBatch(sink.take())
  return { result: { entries: sink.entriesOf(cutter), incompleteLastEntry, aborted: false }, place: cutter.place }
}

/** A skipped object is one ignored entry: counted with its reason, and no failure. */
async function skip(request: ReadRequest, reason: string): Promise<SourceSummary> {
  await request.onBatch({ records: noRecords(), ignored: new Map([[reason, 1]]), rejected: [] })
  return {
    importer: null, entries: 1, incompleteLastEntry: false, problem: null, aborted: false, storedBytes: 0,
    headHash: null, headLength: 0, end: null,
  }
}

/** Counts stored bytes as they pass. Holds the first ones back until they can be hashed: before any entry is read. */
class StoredBytes {
  readonly #request: ReadRequest
  readonly #held: Uint8Array[] = []
  #headLength = 0
  #count = 0
  headHash = ''
  problem: Problem | null = null

  constructor(request: ReadRequest) {
    this.#request = request
  }

  /** A problem the source itself tells of ends the bytes; what came before it is read. */
  async *read(): AsyncGenerator<Uint8Array> {
    const { source, resume } = this.#request
    try {
      for await (const chunk of resume === undefined ? source.open() : source.open(resume.offset)) {
        this.#count += chunk.byteLength
        this.#request.onProgress?.(this.#count)
        if (this.headHash === '') yield* this.#hold(chunk)
        else yield chunk
      }
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      this.problem = error.problem
    }
    yield* this.#release()
  }

  #hold(chunk: Uint8Array): readonly Uint8Array[] {
    this.#held.push(chunk)
    return this.#count < HEAD_BYTES ? [] : this.#release()
  }

  #release(): readonly Uint8Array[] {
    if (this.headHash !== '') return []
    const hash = createHash('sha256')
    for (const chunk of this.#held) {
      const part = chunk.subarray(0, HEAD_BYTES - this.#headLength)
      hash.update(part)
      this.#headLength += part.byteLength
    }
    this.headHash = hash.digest('hex')
    return this.#held.splice(0)
  }

  facts(): Pick<SourceSummary, 'storedBytes' | 'headHash' | 'headLength'> {
    const resumed = this.#request.resume !== undefined
    return {
      storedBytes: this.#count,
      headHash: resumed || this.headHash === '' ? null : this.headHash,
      headLength: resumed ? 0 : this.#headLength,
    }
  }
}

/** SHA-256 of the first `length` stored bytes of a source with a path: tells whether a grown file is the same one. */
export async function hashHead(source: LogSource, length: number): Promise<string> {
  const hash = createHash('sha256')
  let left = length
  for await (const chunk of source.open()) {
    const part = chunk.subarray(0, left)
    hash.update(part)
    left -= part.byteLength
    if (left === 0) break
  }
  return hash.digest('hex')
}
