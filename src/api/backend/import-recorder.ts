// Writes what the reading of sources tells into the ledger, and tells the job how far it is. Reads nothing.
import type { ImportWriter } from '../../../db/ledger.ts'
import type { Context } from './context.ts'
import type { JobProgress } from './job-progress.ts'
import type { SourceEvent } from './reading/reading-event.ts'
import { SourceRecorder, type Counted, type RecorderParts, type SourceStart } from './source-recorder.ts'

export class ImportRecorder {
  readonly #context: Context
  readonly #job: JobProgress
  readonly #writer: ImportWriter
  readonly #parts: RecorderParts
  /** The source being read. */
  #opened: SourceRecorder | null = null
  #openedOffset = 0
  /** Bytes of what was read before the source that is open, and before the one handed in, whose member that may be. */
  #bytesBeforeOpened = 0
  #bytesBeforeHandedIn: number | null = null
  /** Of the events being recorded: told once they are written. */
  #counted: Counted[] = []
  /** Sources handed in that are done. */
  done = 0

  constructor(context: Context, job: JobProgress, writer: ImportWriter) {
    this.#context = context
    this.#job = job
    this.#writer = writer
    this.#parts = { writer, nowMs: () => context.nowMs(), count: (part) => this.#counted.push(part) }
  }

  /** All of it or nothing. Throws where the ledger cannot be written. */
  record(events: readonly SourceEvent[]): void {
    this.#writer.together(() => {
      for (const event of events) this.#take(event)
    })
    for (const part of this.#counted.splice(0)) this.#job.count(part)
    this.#context.forget()
    this.#job.moved()
  }

  /** A part of what writing leaves to do, for a step of its own. False where there is nothing. Throws where the ledger cannot be written. */
  tidyUp(): boolean {
    return this.#writer.tidyUp()
  }

  /** Takes back what the source being read has brought so far, so that it can be read anew. */
  dropOpened(): void {
    this.#opened?.drop()
    this.#opened = null
    this.#job.bytesRead = this.#bytesBeforeHandedIn ?? this.#job.bytesRead
    this.#bytesBeforeHandedIn = null
  }

  #take(event: SourceEvent): void {
    const job = this.#job
    if (event.kind === 'opened') this.#open(event)
    else if (event.kind === 'identified') {
      job.format = event.importer
      this.#opened?.identify(event)
    } else if (event.kind === 'progress') job.bytesRead = this.#bytesBeforeOpened + this.#openedOffset + event.storedBytes
    else if (event.kind === 'batch') this.#opened?.write(event.batch)
    else if (event.kind === 'done') this.#finish(event.size)
    else {
      if (event.kind === 'ended') this.#opened?.end(event.summary)
      else this.#opened?.fail(event.problem)
      this.#opened = null
    }
  }

  #open(start: SourceStart): void {
    this.#opened = new SourceRecorder(this.#parts, start)
    this.#openedOffset = start.grownSince?.offset ?? 0
    this.#bytesBeforeOpened = this.#job.bytesRead
    this.#bytesBeforeHandedIn ??= this.#job.bytesRead
    this.#job.source = start.source.name
    this.#job.format = null
  }

  /** Members of an archive count inflated bytes while they are read: what counts in the end is the archive's size. */
  #finish(size: number | null): void {
    const job = this.#job
    if (size !== null && this.#bytesBeforeHandedIn !== null) job.bytesRead = this.#bytesBeforeHandedIn + size
    this.#bytesBeforeHandedIn = null
    job.sourcesDone += 1
    this.done += 1
  }
}
