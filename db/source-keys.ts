// The keys by which a record is known again (product rule of identity). Knows no database.
import type { UsageRecord } from '../src/core/usage.ts'
import { keysOf, type Keys } from './keys.ts'

/** No vendor's id begins with a control character, so these never meet one. */
const REPORT = '\u0001'
const PLACE = '\u0002'

const idOrNull = (id: string | null): string | null => (id === null || id === '' ? null : id)

/** Keys of the records of one source. A record without any id is known by its place in the source. */
export class SourceKeys {
  readonly #sourceKey: string
  #lastPosition = -1
  #sameBefore = 0

  constructor(sourceKey: string) {
    this.#sourceKey = sourceKey
  }

  of(record: UsageRecord, position: number): Keys {
    if (record.reportKey !== null) return keysOf(REPORT + record.reportKey, null)
    const messageKey = idOrNull(record.messageId)
    const requestKey = idOrNull(record.requestId)
    if (messageKey !== null || requestKey !== null) return keysOf(messageKey, requestKey)
    return keysOf(this.#place(position), null)
  }

  /** One stored line may hold several entries: the second one at a position gets a number of its own. */
  #place(position: number): string {
    this.#sameBefore = position === this.#lastPosition ? this.#sameBefore + 1 : 0
    this.#lastPosition = position
    return `${PLACE}${this.#sourceKey} ${position} ${this.#sameBefore}`
  }
}
