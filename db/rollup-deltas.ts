// What the rows changed so far add to the rollups, in memory. Owns no table and no transaction.
import { SLOT_MS } from './zone-days.ts'

/** The part of a usage row that is summed. */
export interface Summed {
  at_ms: number
  whole_day: number
  basis: number
  origin_id: number
  class_id: number
  requests: number | null
  uncached_input: number
  cache_read: number
  cache_write_5m: number
  cache_write_1h: number
  output: number
  web_searches: number
}

/** entries, requests, entries without a count, the five token classes, web searches. */
export type Sums = [number, number, number, number, number, number, number, number, number]

export type SummedKey = Pick<Summed, 'at_ms' | 'whole_day' | 'basis' | 'origin_id' | 'class_id'>

export interface Delta { slot: number; whole: number; basis: number; originId: number; classId: number; sums: Sums }

type Pairs = Map<number, Sums>
/** Ids of price classes stay far below this, so that origin and class make one number. */
const CLASS_SPACE = 2 ** 22
const BASIS_SPACE = 4

export class RollupDeltas {
  /** By slot, whole day and basis as one number, then by origin and class. */
  readonly #slots = new Map<number, Pairs>()
  /** Rows in a row mostly fall into one slot. */
  #last: { slotKey: number; pairs: Pairs } | null = null
  /** Requests of all groups together. */
  requests = 0
  /** How many groups there are. */
  groups = 0

  get isEmpty(): boolean {
    return this.#slots.size === 0
  }

  /** Adds a row (sign 1) or takes it away (sign -1). */
  count(row: Summed, sign: 1 | -1): void {
    const sums = this.#sumsOf(row)
    const requests = sign * (row.requests ?? 0)
    this.requests += requests
    sums[0] += sign
    sums[1] += requests
    if (row.requests === null) sums[2] += sign
    sums[3] += sign * row.uncached_input
    sums[4] += sign * row.cache_read
    sums[5] += sign * row.cache_write_5m
    sums[6] += sign * row.cache_write_1h
    sums[7] += sign * row.output
    sums[8] += sign * row.web_searches
  }

  /** Adds a whole group (sign 1) or takes it away (sign -1). */
  countGroup(key: SummedKey, sums: readonly number[], sign: 1 | -1): void {
    const held = this.#sumsOf(key)
    this.requests += sign * (sums[1] ?? 0)
    for (const [index, value] of sums.entries()) held[index] = (held[index] ?? 0) + sign * value
  }

  clear(): void {
    this.#slots.clear()
    this.requests = 0
    this.groups = 0
    this.#last = null
  }

  /** Slots with a delta, each with whether it is a whole day's. */
  *slots(): Generator<{ slot: number; whole: number }> {
    for (const slotKey of this.#slots.keys()) yield placeOf(slotKey)
  }

  /** All but those that came out even. */
  *all(): Generator<Delta> {
    for (const [slotKey, pairs] of this.#slots) {
      const place = placeOf(slotKey)
      for (const [pairKey, sums] of pairs) {
        if (sums.every((sum) => sum === 0)) continue
        const classId = pairKey % CLASS_SPACE
        yield { ...place, originId: (pairKey - classId) / CLASS_SPACE, classId, sums }
      }
    }
  }

  #sumsOf(row: SummedKey): Sums {
    const slotKey = (Math.floor(row.at_ms / SLOT_MS) * 2 + row.whole_day) * BASIS_SPACE + row.basis
    const pairs = this.#pairsOf(slotKey)
    const pairKey = row.origin_id * CLASS_SPACE + row.class_id
    let sums = pairs.get(pairKey)
    if (sums !== undefined) return sums
    pairs.set(pairKey, (sums = [0, 0, 0, 0, 0, 0, 0, 0, 0]))
    this.groups += 1
    return sums
  }

  #pairsOf(slotKey: number): Pairs {
    if (this.#last?.slotKey === slotKey) return this.#last.pairs
    let pairs = this.#slots.get(slotKey)
    if (pairs === undefined) this.#slots.set(slotKey, (pairs = new Map()))
    this.#last = { slotKey, pairs }
    return pairs
  }
}

function placeOf(slotKey: number): Pick<Delta, 'slot' | 'whole' | 'basis'> {
  const basis = ((slotKey % BASIS_SPACE) + BASIS_SPACE) % BASIS_SPACE
  const slotAndWhole = (slotKey - basis) / BASIS_SPACE
  const slot = Math.floor(slotAndWhole / 2)
  return { slot, whole: slotAndWhole - slot * 2, basis }
}

/** Groups by the key of a table. */
export class KeyedSums {
  readonly #groups = new Map<string, { key: number[]; sums: Sums }>()

  add(key: number[], sums: Sums, sign: 1 | -1 = 1): void {
    const text = key.join(' ')
    let held = this.#groups.get(text)
    if (held === undefined) this.#groups.set(text, (held = { key, sums: [0, 0, 0, 0, 0, 0, 0, 0, 0] }))
    const into = held.sums
    for (let index = 0; index < into.length; index += 1) into[index] = (into[index] ?? 0) + sign * (sums[index] ?? 0)
  }

  all(): Iterable<{ key: number[]; sums: Sums }> {
    return this.#groups.values()
  }
}
