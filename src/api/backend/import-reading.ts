// Where the sources of an import are read: files in a thread beside the ledger's, everything else here, as all is where
// no thread can be had. Owns the choice; reading and recording lie elsewhere.
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { ImportRecorder } from './import-recorder.ts'
import type { JobProgress } from './job-progress.ts'
import { StepSize } from './step-size.ts'
import { afterCalls } from './turns.ts'
import { Claims } from './reading/claims.ts'
import { NotRecorded, Outbox } from './reading/outbox.ts'
import type { ToRead } from './reading/read-to-events.ts'
import type { FilesAhead } from './reading/files-ahead.ts'
import { partsOfBatch } from './reading/batch-parts.ts'
import type { ReadingEvent, SourceEvent } from './reading/reading-event.ts'
import type { ThreadKeeper } from './reading/thread-keeper.ts'
import type { FileToRead } from './reading/thread-messages.ts'
import { ThreadLost, type ThreadReader } from './reading/thread-reader.ts'

/** A thread takes a tenth of a second to start: less than this is read by then. */
const WORTH_A_THREAD_BYTES = 8 * 2 ** 20
/** What is read here while the thread starts must not hold up the rest. */
const READ_MEANWHILE_BYTES = 2 ** 20

export interface ImportReadingParts {
  job: JobProgress
  recorder: ImportRecorder
  threads: ThreadKeeper
  /** Before much is read: what need not stay in memory goes. */
  makeRoom(): void
}

export class ImportReading {
  readonly #parts: ImportReadingParts
  readonly #step = new StepSize()
  #hasRoom = false
  /** The thread was lost in this import. */
  #staysHere = false

  constructor(parts: ImportReadingParts) {
    this.#parts = parts
  }

  /** In order. Rejects where the ledger cannot be written; stops early where the job is cancelled. */
  async read(sources: readonly ToRead[]): Promise<void> {
    let left = sources
    while (left.length > 0 && !this.#parts.job.cancelled) left = left.slice(await this.#readSome(left))
  }

  /** Returns how many of the first sources were read. */
  async #readSome(left: readonly ToRead[]): Promise<number> {
    const { recorder } = this.#parts
    const before = recorder.done
    const files = leadingFiles(left)
    const thread = this.#threadFor(files)
    if (thread !== null) this.#makeRoom()
    if (thread === null) await this.#readHere(left.slice(0, Math.max(1, files.length)))
    else if (thread.isReady) await this.#readThere(thread, left.slice(0, files.length), files)
    else if ((files[0]?.facts.size ?? 0) > READ_MEANWHILE_BYTES) await thread.started()
    else await this.#readHere(left.slice(0, files.length), () => thread.isReady)
    return recorder.done - before
  }

  #makeRoom(): void {
    if (!this.#hasRoom) this.#parts.makeRoom()
    this.#hasRoom = true
  }

  #threadFor(files: readonly FileToRead[]): ThreadReader | null {
    const bytes = files.reduce((sum, { facts }) => sum + (facts.size ?? 0), 0)
    return this.#staysHere || bytes < WORTH_A_THREAD_BYTES ? null : this.#parts.threads.get()
  }

  async #readHere(sources: readonly ToRead[], isEnough = () => false): Promise<void> {
    const { signal } = this.#parts.job
    // The importers are the larger half of the backend's code, and no start needs them.
    const { readToEvents } = await import('./reading/read-to-events.ts')
    const outbox = this.#outbox()
    try {
      for (const source of sources) {
        if (signal.aborted || isEnough()) break
        await readToEvents(source, { signal, tell: (event) => outbox.tell(event) })
      }
      await outbox.flush()
    } catch (error) {
      throw error instanceof NotRecorded ? error.cause : error
    }
  }

  /** `files` are the sources as the thread takes them. */
  async #readThere(thread: ThreadReader, sources: readonly ToRead[], files: readonly FileToRead[]): Promise<void> {
    const { job: { signal }, recorder } = this.#parts
    const { FilesAhead } = await import('./reading/files-ahead.ts')
    const claims = Claims.of(files.length)
    const ahead = new FilesAhead(sources, claims, signal)
    const end = () => void thread.end()
    signal.addEventListener('abort', end)
    try {
      const read = thread.read({ files, claims }, (events) => this.#recordAll(events, ahead))
      await Promise.all([read.finally(() => ahead.end()), readFilesAhead(ahead, thread)])
    } catch (error) {
      if (!(error instanceof ThreadLost)) throw error instanceof NotRecorded ? error.cause : error
      this.#staysHere = true
      recorder.dropOpened()
    } finally {
      signal.removeEventListener('abort', end)
    }
  }

  /** What the thread told, and in its place what files told that were read here. */
  async #recordAll(events: readonly ReadingEvent[], ahead: FilesAhead): Promise<void> {
    const outbox = this.#outbox()
    for (const event of events) {
      if (event.kind === 'elsewhere') for (const held of await ahead.take()) await outbox.tell(held)
      else if (event.kind === 'batch') for (const batch of partsOfBatch(event.batch, () => this.#step.records)) await outbox.tell({ kind: 'batch', batch })
      else await outbox.tell(event)
    }
    await outbox.flush()
  }

  #outbox(): Outbox<SourceEvent> {
    return new Outbox((events, records) => this.#record(events, records), () => this.#step.records)
  }

  async #record(events: readonly SourceEvent[], records: number): Promise<void> {
    const { recorder } = this.#parts
    const from = performance.now()
    recorder.record(events)
    this.#step.took(records, performance.now() - from)
    do await afterCalls()
    while (recorder.tidyUp())
  }
}

const NOTHING_TO_DO_MS = 2

/** Whenever nothing waits to be recorded. Calls that come in are answered between two files. */
async function readFilesAhead(ahead: FilesAhead, thread: ThreadReader): Promise<void> {
  while (!ahead.isDone) {
    if (thread.isIdle && await ahead.readNext()) await setImmediate()
    else await setTimeout(NOTHING_TO_DO_MS)
  }
}

/** The files that come first: only what lies under a path can be read elsewhere. */
function leadingFiles(sources: readonly ToRead[]): FileToRead[] {
  const files: FileToRead[] = []
  for (const { source, ...how } of sources) {
    const { name, path, size, modifiedAtMs } = source
    if (path === undefined || size === null || modifiedAtMs === null) break
    files.push({ facts: { name, path, size, modifiedAtMs }, ...how })
  }
  return files
}
