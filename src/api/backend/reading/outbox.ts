// Gathers events until they are worth a step of the ledger or a message to another thread. Owns how many that are.
import { countOf } from '../../../core/packed-records.ts'
import type { ReadingEvent } from './reading-event.ts'

/** A step of so many records is short enough that calls in between are answered at once. */
const FULL_RECORDS = 1000
/** Small files without records gather no longer than this, so that progress moves. */
const WAIT_MS = 50

/** What was told could not be written: no matter of the source at hand. */
export class NotRecorded extends Error {}

export class Outbox<Event extends ReadingEvent> {
  readonly #deliver: (events: readonly Event[]) => Promise<void>
  #events: Event[] = []
  #records = 0
  #deliveredAt = performance.now()

  constructor(deliver: (events: readonly Event[]) => Promise<void>) {
    this.#deliver = deliver
  }

  /** @throws NotRecorded */
  tell(event: Event): void | Promise<void> {
    this.#events.push(event)
    if (event.kind === 'batch') this.#records += countOf(event.batch.records) + event.batch.rejected.length
    // Of a callback that nobody awaits, only the events that follow can deliver.
    if (event.kind === 'progress' || event.kind === 'identified') return
    if (this.#records >= FULL_RECORDS || performance.now() - this.#deliveredAt >= WAIT_MS) return this.flush()
  }

  /** @throws NotRecorded */
  async flush(): Promise<void> {
    const events = this.#events
    this.#events = []
    this.#records = 0
    try {
      if (events.length > 0) await this.#deliver(events)
    } catch (error) {
      throw new NotRecorded('The ledger could not be written', { cause: error })
    } finally {
      this.#deliveredAt = performance.now()
    }
  }
}
