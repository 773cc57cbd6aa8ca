// The keys of records that brought none: their place in their source (product rule of identity). Knows no database.
import { keysOf, type Keys } from '../src/core/record-keys.ts'

/** No vendor's id begins with a control character, so this never meets one. */
const PLACE = '\u0002'

export class SourceKeys {
  readonly #sourceKey: string
  #lastPosition = -1
  #sameBefore = 0

  constructor(sourceKey: string) {
    this.#sourceKey = sourceKey
  }

  /** Of one record after the other. One stored line may hold several entries: the second one at a position gets a number of its own. */
  ofPlace(position: number): Keys {
    this.#sameBefore = position === this.#lastPosition ? this.#sameBefore + 1 : 0
    this.#lastPosition = position
    return keysOf(`${PLACE}${this.#sourceKey} ${position} ${this.#sameBefore}`, null)
  }
}
