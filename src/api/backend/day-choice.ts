// Which evidence counts, chosen when a day is first asked for: the first view after a start reads its own days, not all of a
// ledger's. What counts on one UTC day does not depend on any other.
import type { BasisDay } from '../../../db/ledger.ts'
import { dayNumberOf, dayText } from '../../../db/zone-days.ts'
import { chooseBasis, type BasisChoice, type CountedEvidence } from '../../core/basis-choice.ts'
import type { Basis } from '../../core/usage.ts'

/** UTC days chosen together: as many as are read together. */
const DAYS_A_CHOICE = 8

export class DayChoice implements BasisChoice {
  readonly #only: Basis | null
  readonly #basisDays: (days: { from: string; to: string }) => readonly BasisDay[]
  /** By UTC day, and by the number of its eight days. */
  readonly #ofDay = new Map<string, BasisChoice>()
  readonly #ofDays = new Map<number, BasisChoice>()

  constructor(only: Basis | null, basisDays: (days: { from: string; to: string }) => readonly BasisDay[]) {
    this.#only = only
    this.#basisDays = basisDays
  }

  evidenceOf(platform: string, utcDay: string): CountedEvidence | null {
    return this.#on(utcDay).evidenceOf(platform, utcDay)
  }

  counts(platform: string, utcDay: string, evidence: { basis: Basis; importer: string }): boolean {
    return this.#on(utcDay).counts(platform, utcDay, evidence)
  }

  #on(utcDay: string): BasisChoice {
    let choice = this.#ofDay.get(utcDay)
    if (choice === undefined) this.#ofDay.set(utcDay, (choice = this.#choose(Math.floor(dayNumberOf(utcDay) / DAYS_A_CHOICE))))
    return choice
  }

  #choose(days: number): BasisChoice {
    let choice = this.#ofDays.get(days)
    if (choice === undefined) {
      const first = days * DAYS_A_CHOICE
      choice = chooseBasis(this.#basisDays({ from: dayText(first), to: dayText(first + DAYS_A_CHOICE - 1) }), this.#only)
      this.#ofDays.set(days, choice)
    }
    return choice
  }
}
