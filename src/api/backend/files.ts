// Turns paths of this machine into sources: a file is one, a folder is every file below it. Reads no content by itself.
import { closeSync, createReadStream, openSync, readSync, statSync, type Stats } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { problem } from '../../core/problem.ts'
import type { LogSource } from '../../importers/importer.ts'
import type { ListedFile } from './reading/thread-messages.ts'

/** What one path brings: an import of its own. */
export interface PathImport {
  label: string
  sources: LogSource[]
  sourcesTotal: number
  bytesTotal: number
}

/** Files that operating systems leave in folders; nobody means to import them. */
const SYSTEM_FILES = new Set(['.ds_store', 'thumbs.db', 'desktop.ini', '.localized'])

/** A slow file system must not hold up other calls. */
const BLOCKS_MS = 20

const READ_BYTES = 1 << 18
/** A read of so little blocks for less than the detour through the thread pool takes, and needs no buffer of a megabyte. */
const SMALL_FILE_BYTES = 256 * 1024

/** One import a path, in the order given; a path that is not there becomes a source that cannot be opened. */
export function sourcesFromPaths(paths: readonly string[]): Promise<PathImport[]> {
  return Promise.all(paths.map(importOf))
}

async function importOf(path: string): Promise<PathImport> {
  const absolute = resolve(path)
  const label = basename(absolute) || absolute
  const sources: LogSource[] = []
  const facts = await stat(absolute).catch(() => null)
  if (facts === null) sources.push(missing(label, path))
  else if (facts.isDirectory()) await addFolder({ sources, seen: new Set(), pausedAt: performance.now() }, absolute, '')
  else sources.push(fileSource(label, absolute, facts))
  return { label, sources, sourcesTotal: sources.length, bytesTotal: sources.reduce((sum, source) => sum + (source.size ?? 0), 0) }
}

/** `seen`: real paths of folders. */
interface Walk { sources: LogSource[]; seen: Set<string>; pausedAt: number }

/** Depth first, in name order, hidden files included; a link that leads back into its own folder is not followed. */
async function addFolder(walk: Walk, folder: string, above: string): Promise<void> {
  const real = await realpath(folder)
  if (walk.seen.has(real)) return
  walk.seen.add(real)
  const names = await readdir(folder).catch(() => null)
  if (names === null) return void walk.sources.push(missing(above || basename(folder), folder))
  const kept = names.filter((name) => !SYSTEM_FILES.has(name.toLowerCase())).toSorted()
  for (const name of kept) {
    const path = join(folder, name)
    const below = above === '' ? name : `${above}/${name}`
    const facts = factsOf(path)
    if (performance.now() - walk.pausedAt >= BLOCKS_MS) {
      await setImmediate()
      walk.pausedAt = performance.now()
    }
    if (facts === null) walk.sources.push(missing(below, path))
    else if (facts.isDirectory()) await addFolder(walk, path, below)
    else if (facts.isFile()) walk.sources.push(fileSource(below, path, facts))
  }
}

/** Through the thread pool a look takes 40 us instead of 5: recognising 2,500 unchanged files took twice as long. */
function factsOf(path: string): Stats | null {
  try {
    return statSync(path)
  } catch {
    return null
  }
}

function fileSource(name: string, path: string, facts: Stats): LogSource {
  const listed = { name, path, size: facts.size, modifiedAtMs: Math.floor(facts.mtimeMs) }
  // Opening a pipe would block until somebody writes.
  return facts.isFile() ? sourceOfFile(listed) : { ...listed, open: (from = 0) => streamOf(path, from) }
}

type ReadLarge = (path: string, span: { from: number; size: number }) => AsyncIterable<Uint8Array>

/** A plain file that was listed before. */
export function sourceOfFile({ path, size, ...listed }: ListedFile, readLarge: ReadLarge = readAside): LogSource {
  return {
    ...listed,
    path,
    size,
    open: (from = 0) => (size - from <= SMALL_FILE_BYTES ? readSmallFile : readLarge)(path, { from, size }),
  }
}

const readAside: ReadLarge = (path, { from, size }) => allOf(streamOf(path, from), size - from)

/** For a thread that has nothing else to do: the detour through the thread pool made an import take a sixth longer. */
export async function* readBlocking(path: string, { from, size }: { from: number; size: number }): AsyncGenerator<Uint8Array> {
  const file = openSync(path, 'r')
  // In turn: fresh memory for each chunk would pile up until it is collected.
  let [bytes, other] = [Buffer.allocUnsafeSlow(READ_BYTES), Buffer.allocUnsafeSlow(READ_BYTES)]
  try {
    for (let at = from; ;) {
      [bytes, other] = [other, bytes]
      const length = readSync(file, bytes, 0, bytes.length, at)
      at += length
      if (length > 0) yield bytes.subarray(0, length)
      else if (at < size) throw shrank()
      else return
    }
  } finally {
    closeSync(file)
  }
}

const streamOf = (path: string, from: number) => createReadStream(path, { start: from, highWaterMark: READ_BYTES })

/** A file that ends before the size it was listed with has been cut off: what it held behind that is unknown, not nothing. */
const shrank = () => problem('source-shrank', 'The file became shorter while it was read.', 'Import it again when nothing writes to it any more.')

async function* allOf(parts: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let seen = 0
  for await (const part of parts) {
    seen += part.length
    yield part
  }
  if (seen < size) throw shrank()
}

/** Fresh memory for every file took longer than reading it. Null while a file is being read into it. */
let sharedBuffer: Buffer | null = Buffer.allocUnsafeSlow(SMALL_FILE_BYTES + 1)

function takeBuffer(): Buffer {
  const buffer = sharedBuffer ?? Buffer.allocUnsafeSlow(SMALL_FILE_BYTES + 1)
  sharedBuffer = null
  return buffer
}

/** Reads on where the file has grown since it was listed. What it yields is valid until the next file is opened. */
async function* readSmallFile(path: string, { from, size }: { from: number; size: number }): AsyncGenerator<Uint8Array> {
  const file = openSync(path, 'r')
  const buffer = takeBuffer()
  try {
    for (let at = from; ;) {
      // One byte more than there should be shows the end. What it gained since comes in a part of its own.
      const bytes = at === from ? buffer.subarray(0, Math.max(size - from, 0) + 1) : Buffer.allocUnsafeSlow(buffer.length)
      const length = readSync(file, bytes, 0, bytes.length, at)
      if (length > 0) yield bytes.subarray(0, length)
      at += length
      if (length === bytes.length) continue
      if (at < size) throw shrank()
      return
    }
  } finally {
    sharedBuffer = buffer
    closeSync(file)
  }
}

function missing(name: string, path: string): LogSource {
  return {
    name,
    size: null,
    modifiedAtMs: null,
    open() {
      throw problem('not-readable', `${path} is not there or may not be read.`, 'Check the path and its permissions.')
    },
  }
}
