// Decompresses gzip, member by member, and zstd, keeping all that came out before damage or a cut. Owns the limit that
// stops a decompression bomb. Members are cut here, because zlib's own gunzip loses output when garbage follows the last.
// https://www.rfc-editor.org/rfc/rfc1952 (gzip)
import * as zlib from 'node:zlib'
import type { Problem } from '../core/problem.ts'
import { ByteQueue } from './byte-queue.ts'
import { InflateRun } from './inflate-run.ts'

/** Small, because one byte can become a thousand: what is held in memory at once stays under 20 MiB. */
const INPUT_SLICE = 16 * 1024
/** More of either is decompressed slice by slice. */
const AT_ONCE_INPUT = 1024 * 1024
const AT_ONCE_OUTPUT = 8 * 1024 * 1024
const OUTPUT_SLICE = 256 * 1024
const BOMB_RATIO = 1000
const BOMB_BYTES = 64 * 1024 * 1024

export type Tell = (problem: Problem) => void

/** Null where the runtime has no zstd: it came with Node 22.15. */
export function inflate(kind: 'gzip' | 'zstd', chunks: AsyncIterable<Buffer>, tell: Tell): AsyncGenerator<Buffer> | null {
  const input = new ByteQueue(chunks)
  if (kind === 'gzip') return guarded(input, tell, gunzip(input, tell))
  return typeof zlib.createZstdDecompress === 'function' ? guarded(input, tell, unzstd(input, tell)) : null
}

async function* guarded(input: ByteQueue, tell: Tell, output: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let bytesOut = 0
  try {
    for await (const bytes of output) {
      bytesOut += bytes.length
      if (bytesOut > BOMB_BYTES && bytesOut > input.bytesTaken * BOMB_RATIO) return tell(BOMB)
      yield bytes
    }
  } finally {
    await input.close()
  }
}

async function* unzstd(input: ByteQueue, tell: Tell): AsyncGenerator<Buffer> {
  const run = new InflateRun(zlib.createZstdDecompress())
  try {
    for (let slice = await input.slice(INPUT_SLICE); slice !== null && run.error === null; slice = await input.slice(INPUT_SLICE)) {
      yield* (await run.write(slice)).out
    }
    if (run.error === null) yield* await run.finish()
    if (run.error !== null) tell('code' in run.error && run.error.code === 'Z_BUF_ERROR' ? CUT_OFF : DAMAGED)
  } finally {
    run.close()
  }
}

/** What follows the last member, and starts no other, is padding or garbage, and no loss. */
async function* gunzip(input: ByteQueue, tell: Tell): AsyncGenerator<Buffer> {
  const whole = await gunzipAtOnce(input)
  if (whole === null) return yield* gunzipMembers(input, tell)
  for (let at = 0; at < whole.length; at += OUTPUT_SLICE) yield whole.subarray(at, at + OUTPUT_SLICE)
}

/**
 * Most logs come as many small objects. Slice by slice each slice waits for the thread pool, so that reading them takes
 * twice as long. Null where the input is not small and sound: then it is read member by member, to keep what is good of it.
 */
async function gunzipAtOnce(input: ByteQueue): Promise<Buffer | null> {
  const bytes = await input.peek(AT_ONCE_INPUT + 1)
  if (bytes.length > AT_ONCE_INPUT) return null
  try {
    return zlib.gunzipSync(bytes, { maxOutputLength: AT_ONCE_OUTPUT })
  } catch {
    return null
  }
}

async function* gunzipMembers(input: ByteQueue, tell: Tell): AsyncGenerator<Buffer> {
  while (await startsMember(input)) {
    const problem = (await skipHeader(input)) ? yield* inflateMember(input) : CUT_OFF
    if (problem !== null) return tell(problem)
  }
}

async function startsMember(input: ByteQueue): Promise<boolean> {
  const magic = await input.peek(3)
  return magic[0] === 0x1f && magic[1] === 0x8b && (magic.length < 3 || magic[2] === 8)
}

const EXTRA = 4
const NAME = 8
const COMMENT = 16
const HEADER_CHECK = 2

/** False where the input ends inside the header. */
async function skipHeader(input: ByteQueue): Promise<boolean> {
  const fixed = await input.take(10)
  const flags = fixed?.[3]
  if (flags === undefined) return false
  if (flags & EXTRA) {
    const length = await input.take(2)
    if (length === null || (await input.take(length.readUInt16LE(0))) === null) return false
  }
  for (const text of [NAME, COMMENT]) {
    for (let byte = flags & text; byte !== 0; ) {
      const next = (await input.take(1))?.[0]
      if (next === undefined) return false
      byte = next
    }
  }
  return (flags & HEADER_CHECK) === 0 || (await input.take(2)) !== null
}

async function* inflateMember(input: ByteQueue): AsyncGenerator<Buffer, Problem | null> {
  const run = new InflateRun(zlib.createInflateRaw())
  let checksum = 0
  try {
    for (let ended = false; !ended; ) {
      const slice = await input.slice(INPUT_SLICE)
      if (slice === null) {
        yield* await run.finish()
        return CUT_OFF
      }
      const { out, taken } = await run.write(slice)
      for (const bytes of out) checksum = crc(bytes, checksum)
      yield* out
      if (run.error !== null) return DAMAGED
      // A stream that ended just with the slice shows at the next one, of which it takes nothing.
      ended = taken < slice.length
      input.putBack(slice.subarray(taken))
    }
  } finally {
    run.close()
  }
  const trailer = await input.take(8)
  if (trailer === null) return CUT_OFF
  return checksum === 0 || trailer.readUInt32LE(0) === checksum ? null : DAMAGED
}

/** 0, which is never compared, where the runtime has no crc32: it came with Node 22.2. */
function crc(bytes: Buffer, before: number): number {
  return typeof zlib.crc32 === 'function' ? zlib.crc32(bytes, before) : 0
}

const FETCH_AGAIN = 'Fetch the file again and import it: what is in the ledger already is recognised.'

const CUT_OFF: Problem = {
  code: 'compressed-cut-off',
  message: 'The compressed file ends too early. What came before the cut was read.',
  remedy: FETCH_AGAIN,
}

const DAMAGED: Problem = {
  code: 'compressed-damaged',
  message: 'The compressed data is damaged. What came before the damage was read.',
  remedy: FETCH_AGAIN,
}

const BOMB: Problem = {
  code: 'compressed-bomb',
  message: `The file grows to more than ${BOMB_RATIO} times its size (and over 64 MiB) when decompressed, as no log does. Reading stopped there.`,
  remedy: 'If it is a log all the same, decompress it and import the result.',
}
