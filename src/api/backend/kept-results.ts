// The last results that took long to add up from days in columns, each kept as long as all that it rests on is the same: a
// slider's step, or an answer given otherwise, asks for the same usage again.

/** Those of a what-if and of a decision with other filters. */
const MOST_RESULTS = 2

interface Held<T> { key: string; restsOn: readonly object[]; result: T }

export class KeptResults<T> {
  #held: readonly Held<T>[] = []

  /** `key` is what was asked, `restsOn` objects that are others once what they hold is. The result must not be changed in place. */
  of(key: string, restsOn: readonly object[], make: () => T): T {
    const isSame = (held: Held<T>) => held.key === key && held.restsOn.length === restsOn.length && held.restsOn.every((each, at) => each === restsOn[at])
    const held = this.#held.find(isSame) ?? { key, restsOn, result: make() }
    this.#held = [held, ...this.#held.filter((each) => each.key !== key)].slice(0, MOST_RESULTS)
    return held.result
  }
}
