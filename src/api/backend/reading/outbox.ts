// Gathers events until they are worth a step of the ledger or a message to another thread. Owns how many that are.
import { countOf } from '../../../core/packed-records.ts'
import type { ReadingEvent } from './reading-event.ts'

/** Worth a message to another thread. */
const FULL_RECORDS = 1000
/** Small files without records gather no longer than this, so that progress moves. */
const WAIT_MS = 50

/** What was told could not be written: no matter of the source at hand. */
export class NotRecorded extends Error {}

export class Outbox<Event extends ReadingEvent> {
  readonly #deliver: (events: readonly Event[], records: number) => Promise<void>
  readonly #full: () => number
  #events: Event[] = []
  #records = 0
  #deliveredAt = performance.now()

  /** `full()`: so many records are delivered at once. */
  constructor(deliver: (events: readonly Event[], records: number) => Promise<void>, full = () => FULL_RECORDS) {
    this.#deliver = deliver
    this.#full = full
  }

  /** @throws NotRecorded */
  tell(event: Event): void | Promise<void> {
    this.#events.push(event)
    if (event.kind === 'batch') this.#records += countOf(event.batch.records) + event.batch.rejected.length
    // Of a callback that nobody awaits, only the events that follow can deliver.
    if (event.kind === 'progress' || event.kind === 'identified') return
    if (this.#records >= this.#full() || performance.now() - this.#deliveredAt >= WAIT_MS) return this.flush()
  }

  /** @throws NotRecorded */
  async flush(): Promise<void> {
    const [events, records] = [this.#events, this.#records]
    this.#events = []
    this.#records = 0
    try {
      if (events.length > 0) await this.#deliver(events, records)
    } catch (error) {
      throw new NotRecorded('The ledger could not be written', { cause: error })
    } finally {
      this.#deliveredAt = performance.now()
    }
  }
}
