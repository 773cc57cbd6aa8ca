// What every handler works with: the ledger, the prices, the clock, and views of the ledger kept until it changes.
import type { Ledger } from '../../../db/ledger.ts'
import type { BasisChoice, BasisDay } from '../../core/basis-choice.ts'
import { todayIn } from '../../core/calendar.ts'
import { FigureColumns } from '../../core/figure-columns.ts'
import { SeriesColumns } from '../../core/series-columns.ts'
import type { Basis } from '../../core/usage.ts'
import type { LedgerEvent } from '../contract/contract.ts'
import { Attribution } from './attribution.ts'
import { DayChoice } from './day-choice.ts'
import { DaySums } from './day-sums.ts'
import { PriceShelf } from './price-shelf.ts'
import { ledgerDays, type LedgerDays } from './ledger-days.ts'
import { readSettings, resolveZone } from './settings-store.ts'

/** Groups kept of days: some 100 and 250 bytes each, so that both come to 40 MB. */
const [MOST_SERIES_GROUPS, MOST_FIGURE_GROUPS] = [200_000, 80_000]

export class Context {
  readonly ledger: Ledger
  readonly version: string
  readonly prices: PriceShelf
  readonly seriesSums = new DaySums(() => new SeriesColumns(), MOST_SERIES_GROUPS)
  readonly figureSums = new DaySums(() => new FigureColumns(), MOST_FIGURE_GROUPS)
  /** Hears of errors that are no answer to anyone. */
  readonly fault: (error: unknown) => void
  readonly #now: () => number
  readonly #listeners = new Set<(event: LedgerEvent) => void>()
  #outsideVersion: number
  #attribution: Attribution | null = null
  readonly #days = new Map<string, LedgerDays>()
  readonly #basis = new Map<Basis | null, BasisChoice>()
  readonly #passedOver = new Map<Basis | null, boolean>()

  constructor(options: { ledger: Ledger; version: string; now?: () => number; fault(error: unknown): void }) {
    this.ledger = options.ledger
    this.version = options.version
    this.#outsideVersion = options.ledger.outsideVersion()
    this.#now = options.now ?? Date.now
    this.fault = options.fault
    this.prices = new PriceShelf(options.ledger)
  }

  nowMs(): number {
    return this.#now()
  }

  today(tz: string): string {
    return todayIn(tz, this.nowMs())
  }

  /** The zone of the user's settings, as an IANA name. */
  zone(): string {
    return resolveZone(readSettings(this.ledger).tz)
  }

  attribution(): Attribution {
    this.#attribution ??= new Attribution(this.ledger)
    return this.#attribution
  }

  /** Which evidence counts where; `only` null is the default rule. */
  basisChoice(only: Basis | null): BasisChoice {
    let choice = this.#basis.get(only)
    if (choice === undefined) this.#basis.set(only, (choice = new DayChoice(only, (days) => this.ledger.usage.basisDays(days))))
    return choice
  }

  /** Whether some evidence of the ledger does not count: else no row needs to be asked. */
  passesOver(only: Basis | null): boolean {
    let passesOver = this.#passedOver.get(only)
    if (passesOver === undefined) {
      const choice = this.basisChoice(only)
      passesOver = this.ledger.usage.basisDays(null).some((day) => !isCounted(choice, day))
      this.#passedOver.set(only, passesOver)
    }
    return passesOver
  }

  /** First and last day with usage in a zone; null for an empty ledger. */
  ledgerDays(tz: string): LedgerDays {
    let days = this.#days.get(tz)
    if (days === undefined) this.#days.set(tz, (days = ledgerDays(this.ledger, tz)))
    return days
  }

  /** Rows of the ledger, rules or mappings are others than before: views are built anew when next asked for. */
  forget(): void {
    this.#attribution = null
    this.#basis.clear()
    this.#passedOver.clear()
    this.#days.clear()
    this.seriesSums.forget()
    this.figureSums.forget()
  }

  /** Another process (the command line beside the window) may have written since the last look. */
  lookOutside(): void {
    const version = this.ledger.outsideVersion()
    if (version === this.#outsideVersion) return
    this.#outsideVersion = version
    this.prices.forget()
    this.changed()
  }

  /** `forget`, and tells the shells. */
  changed(): void {
    this.forget()
    this.emit({ type: 'changed' })
  }

  emit(event: LedgerEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  onEvent(listener: (event: LedgerEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

/** Requests are all of one kind: their importer is not told. */
function isCounted(choice: BasisChoice, { platform, utcDay, basis, importer }: BasisDay): boolean {
  return choice.counts(platform, utcDay, { basis, importer: importer ?? '' })
}
