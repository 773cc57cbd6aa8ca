// Which classes a day's rows are of, and what of them was used: so that a view looks up prices by class, not by row.
import type { ClassDay, DayChunk, Pair } from './ledger.ts'
import { SUM_COLUMNS } from './sum-columns.ts'

const WIDTH = SUM_COLUMNS.length
/** Entries, requests and entries without a count come first. */
const FIRST_USED = 3

export class ClassDays {
  /** By class: its place in the list of the UTC day at hand, which is named beside it. */
  readonly #places: number[] = []
  readonly #days: number[] = []

  of({ length, utcDay, pair, sums }: DayChunk, pairs: readonly Pair[]): ClassDay[] {
    const all: ClassDay[] = []
    this.#days.length = 0
    for (let at = 0; at < length; at += 1) {
      const [day, classId] = [utcDay[at] ?? 0, pairs[pair[at] ?? 0]?.classId ?? 0]
      if (this.#days[classId] !== day) {
        this.#days[classId] = day
        this.#places[classId] = all.push({ utcDay: day, classId, has: 0 }) - 1
      }
      let has = 0
      for (let index = FIRST_USED; index < WIDTH; index += 1) if (sums[at * WIDTH + index] !== 0) has |= 1 << (index - FIRST_USED)
      const classDay = all[this.#places[classId] ?? 0]
      if (classDay !== undefined) classDay.has |= has
    }
    return all
  }
}
