// Reads one source that was handed in, archive or file, and tells what it finds. Runs in any thread; writes nothing.
import type { FileState } from '../../../../db/ledger.ts'
import { problem } from '../../../core/problem.ts'
import type { LogSource, ReadOptions } from '../../../importers/importer.ts'
import { readSource, type SourceSummary } from '../../../importers/read-source.ts'
import { membersOf } from '../../../importers/zip.ts'
import { problemOf } from '../import-problem.ts'
import { NotRecorded } from './outbox.ts'
import type { SourceEvent, SourceFacts } from './reading-event.ts'

export interface ToRead {
  source: LogSource
  /** Where an earlier reading of the same, shorter file ended; null: to be read from its beginning. */
  grownSince: FileState | null
  options: Omit<ReadOptions, 'sourceName'>
}

export interface Reading {
  signal?: AbortSignal
  tell(event: SourceEvent): void | Promise<void>
}

/** Rejects only where `tell` does. A source cut short by the signal ends without a word. */
export async function readToEvents(toRead: ToRead, reading: Reading): Promise<void> {
  if (toRead.grownSince === null) await readMembers(toRead, reading)
  else await readOne(toRead, reading)
  await reading.tell({ kind: 'done', size: toRead.source.size })
}

/** The members of a zip archive, each a source of its own; any other file is its only member. */
async function readMembers({ source, options }: ToRead, reading: Reading): Promise<void> {
  let count = 0
  try {
    for await (const member of membersOf(source)) {
      if (reading.signal?.aborted === true) return
      count += 1
      await readOne({ source: member, grownSince: null, options }, reading)
    }
    if (count === 0) throw problem('empty-archive', 'This archive holds no file.')
  } catch (error) {
    if (error instanceof NotRecorded) throw error
    if (reading.signal?.aborted === true) return
    // It could not even be opened.
    await reading.tell({ kind: 'opened', source: factsOf(source), grownSince: null })
    await reading.tell({ kind: 'failed', problem: problemOf(error) })
  }
}

async function readOne(toRead: ToRead, reading: Reading): Promise<void> {
  await reading.tell({ kind: 'opened', source: factsOf(toRead.source), grownSince: toRead.grownSince })
  try {
    const summary = await readBatches(toRead, reading)
    if (!summary.aborted) await reading.tell({ kind: 'ended', summary })
  } catch (error) {
    if (error instanceof NotRecorded) throw error
    if (reading.signal?.aborted !== true) await reading.tell({ kind: 'failed', problem: problemOf(error) })
  }
}

function readBatches({ source, grownSince: resume, options }: ToRead, { signal, tell }: Reading): Promise<SourceSummary> {
  return readSource({
    source,
    options: { ...options, sourceName: source.name },
    ...(signal === undefined ? {} : { signal }),
    ...(resume === null ? {} : { resume: { offset: resume.offset, position: resume.position, importer: resume.importer } }),
    onIdentified: (importer, headHash) => tell({ kind: 'identified', importer: importer.id, headHash }),
    onProgress: (storedBytes) => tell({ kind: 'progress', storedBytes }),
    onBatch: (batch) => tell({ kind: 'batch', batch }),
  })
}

function factsOf({ name, size, modifiedAtMs, path }: LogSource): SourceFacts {
  return { name, size, modifiedAtMs, ...(path === undefined ? {} : { path }) }
}
