// Tells zip archives from other sources, by content. zip-archive.ts takes them apart.
import { peek, slices } from './decode.ts'
import type { LogSource } from './importer.ts'

const LOCAL_HEADER = 0x04034b50

/**
 * The sources inside a source: the members of a zip archive, named `archive.zip/member`, or the source itself. Each must
 * be read before the next is asked for; what is left of it is skipped. By content: opens the source, so ask only where
 * it is going to be read.
 */
export async function* membersOf(source: LogSource): AsyncGenerator<LogSource> {
  const { head, chunks } = await peek(slices(source.open()), 4)
  if (head.length < 4 || head.readUInt32LE(0) !== LOCAL_HEADER) {
    yield { ...source, open: (from) => (from === undefined ? chunks : source.open(from)) }
    await chunks[Symbol.asyncIterator]().return?.()
    return
  }
  // Most imports have no archive: what takes it apart takes 15 ms to load.
  const { Archive } = await import('./zip-archive.ts')
  const archive = new Archive(source, chunks)
  try {
    for (let member = await archive.next(); member !== null; member = await archive.next()) yield member
  } finally {
    await archive.close()
  }
}
