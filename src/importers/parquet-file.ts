// Bytes of a Parquet file by range: from the file where it has a path, else from memory up to a limit. Knows no columns.
import type { AsyncBuffer } from 'hyparquet'
import { problem } from '../core/problem.ts'
import type { LogSource } from './importer.ts'

/** Parquet keeps its index at its end, so a file that only streams by has to be held. */
export const LARGEST_HELD = 128 * 1024 * 1024

export function isParquet(head: Buffer): boolean {
  return head.length >= 4 && head.toString('latin1', 0, 4) === 'PAR1'
}

/** Ranges of a source that can be opened anywhere. */
export function rangesOf(source: LogSource, byteLength: number): AsyncBuffer {
  return { byteLength, slice: (start, end = byteLength) => readRange(source, start, end) }
}

async function readRange(source: LogSource, start: number, end: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(end - start, 0))
  let filled = 0
  if (bytes.length === 0) return bytes.buffer
  for await (const chunk of source.open(start)) {
    const part = chunk.subarray(0, bytes.length - filled)
    bytes.set(part, filled)
    filled += part.length
    if (filled === bytes.length) return bytes.buffer
  }
  throw new Error('the file ended before the range')
}

/** @throws ProblemError where there is more than can be held */
export async function held(chunks: AsyncIterable<Buffer>, limit = LARGEST_HELD): Promise<AsyncBuffer> {
  const parts: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    if (length > limit) throw TOO_LARGE(limit)
    parts.push(Buffer.from(chunk))
  }
  const bytes = new Uint8Array(length)
  let filled = 0
  for (const part of parts.splice(0)) {
    bytes.set(part, filled)
    filled += part.length
  }
  return { byteLength: length, slice: (start, end = length) => bytes.buffer.slice(start, end) }
}

const TOO_LARGE = (limit: number) => problem(
  'parquet-too-large',
  `This Parquet file is larger than ${limit / 1024 / 1024} MiB and cannot be read as it streams by, since its index is at its end.`,
  'Extract it where it is in an archive, and import it as a file: in the desktop app, or by its path on the command line.',
)
