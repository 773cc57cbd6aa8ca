// Bytes as stored into UTF-8 bytes: gzip, zstd, byte order marks, UTF-16. By content, never by a file's name.
// Never throws for damaged data: gives what could be read and says what is wrong.
import type { Problem } from '../core/problem.ts'
import { inflate } from './inflate.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** Bytes, and what was found out about them; complete once the bytes have been read to their end. */
export interface Decoded {
  chunks: AsyncIterable<Buffer>
  compression: readonly ('gzip' | 'zstd')[]
  encoding: Encoding
  /** Length of the byte order mark left out. */
  markLength: number
  /** Null while nothing is wrong. */
  problem(): Problem | null
}

/** Files compressed twice exist (a subscription's gzip inside Firehose's); more layers than this are not logs. */
const MOST_LAYERS = 3
const LARGEST_SLICE = 256 * 1024

export async function decode(stored: AsyncIterable<Uint8Array>): Promise<Decoded> {
  let chunks: AsyncIterable<Buffer> = slices(stored)
  let failure: Problem | null = null
  const compression: ('gzip' | 'zstd')[] = []
  for (let layer = 0; layer <= MOST_LAYERS; layer += 1) {
    const peeked = await peek(chunks, 4)
    chunks = peeked.chunks
    const kind = compressionOf(peeked.head)
    if (kind === null) break
    const inflated = layer < MOST_LAYERS ? inflate(kind, chunks, (problem) => (failure ??= problem)) : null
    if (inflated === null) {
      await chunks[Symbol.asyncIterator]().return?.()
      return { ...PLAIN, chunks: none(), compression, problem: () => (layer < MOST_LAYERS ? NO_ZSTD : TOO_DEEP) }
    }
    compression.push(kind)
    chunks = inflated
  }
  const { head, chunks: rest } = await peek(chunks, 3)
  const mark = markOf(head)
  const bytes = dropFirst(rest, mark.markLength)
  const text = mark.encoding === 'utf-8' ? bytes : transcode(bytes, mark.encoding)
  return { ...mark, chunks: text, compression, problem: () => failure }
}

const PLAIN = { encoding: 'utf-8', markLength: 0 } as const

const NO_ZSTD: Problem = {
  code: 'no-zstd',
  message: 'This file is compressed with zstd, which this runtime cannot read.',
  remedy: 'Decompress it (zstd -d) and import the result.',
}

const TOO_DEEP: Problem = {
  code: 'compressed-too-often',
  message: `This file is compressed more than ${MOST_LAYERS} times over.`,
  remedy: 'Decompress it and import the result.',
}

function compressionOf(head: Buffer): 'gzip' | 'zstd' | null {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  return head.length === 4 && head.readUInt32LE(0) === 0xfd2fb528 ? 'zstd' : null
}

function markOf(head: Buffer): { encoding: Encoding; markLength: number } {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', markLength: 3 }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', markLength: 2 }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', markLength: 2 }
  return PLAIN
}

/** At least `length` first bytes (fewer at the end), and all chunks, those bytes included. */
export async function peek(chunks: AsyncIterable<Buffer>, length: number): Promise<{ head: Buffer; chunks: AsyncIterable<Buffer> }> {
  const rest = chunks[Symbol.asyncIterator]()
  const taken: Buffer[] = []
  for (let size = 0; size < length; ) {
    const next = await rest.next()
    if (next.done === true) break
    taken.push(next.value)
    size += next.value.length
  }
  const [only] = taken
  const head = taken.length === 1 && only !== undefined ? only : Buffer.concat(taken)
  return { head: head.subarray(0, length), chunks: rejoin(taken, rest) }
}

/** Not a generator: one that was never started would not close what it reads from. */
function rejoin(taken: Buffer[], rest: AsyncIterator<Buffer>): AsyncIterable<Buffer> {
  const iterator: AsyncIterator<Buffer> = {
    next() {
      const value = taken.shift()
      return value === undefined ? rest.next() : Promise.resolve({ done: false, value })
    },
    async return() {
      await rest.return?.()
      return { done: true, value: undefined }
    },
  }
  return { [Symbol.asyncIterator]: () => iterator }
}

export async function* slices(stored: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const chunk of stored) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    for (let at = 0; at < bytes.length; at += LARGEST_SLICE) yield bytes.subarray(at, at + LARGEST_SLICE)
  }
}

async function* dropFirst(chunks: AsyncIterable<Buffer>, length: number): AsyncGenerator<Buffer> {
  let left = length
  for await (const chunk of chunks) {
    const skipped = Math.min(left, chunk.length)
    left -= skipped
    if (skipped < chunk.length) yield skipped === 0 ? chunk : chunk.subarray(skipped)
  }
}

async function* transcode(chunks: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }))
  yield Buffer.from(decoder.decode())
}

async function* none(): AsyncGenerator<Buffer> {}
