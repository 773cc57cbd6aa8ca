// A set of key hashes that is filled and emptied over and over: one piece of memory, where a Set makes tables anew as it
// grows. With a Set, this was a fifteenth of what an import costs the ledger's thread; so it is a sixtieth.

/** Of each four places three stay empty, so that a hash is found at once. */
const PLACES_A_HASH = 4

export class HashSet {
  /** NaN: empty. A hash stands at the place its last bits name, or at the next free one. */
  readonly #places: Float64Array
  readonly #mask: number
  #isEmpty = true

  /** `most`: so many hashes are held at most. More are a fault of the caller: adding would not end. */
  constructor(most: number) {
    const places = 2 ** Math.ceil(Math.log2(most * PLACES_A_HASH))
    this.#places = new Float64Array(places).fill(NaN)
    this.#mask = places - 1
  }

  add(hash: number): void {
    this.#places[this.#placeOf(hash)] = hash
    this.#isEmpty = false
  }

  has(hash: number): boolean {
    return this.#places[this.#placeOf(hash)] === hash
  }

  clear(): void {
    if (!this.#isEmpty) this.#places.fill(NaN)
    this.#isEmpty = true
  }

  /** Where the hash is, or would be. */
  #placeOf(hash: number): number {
    let place = hash & this.#mask
    for (let held = this.#places[place] ?? NaN; !Number.isNaN(held) && held !== hash; held = this.#places[place] ?? NaN) place = (place + 1) & this.#mask
    return place
  }
}
