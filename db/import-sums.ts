// What the changes so far add to the sums of each import, in memory. Nearly all are of the import that writes: its share is
// what all changes add but those of the others, so that counting a row of it costs nothing. Owns no table and no transaction.
import { KeyedSums, RollupDeltas, type Summed, type SummedKey, type Sums } from './rollup-deltas.ts'
import type { Connection } from './sqlite.ts'
import { SLOTS_A_DAY } from './zone-days.ts'

/** Of rows whose source is not listed: their sums are kept for no import. */
const NO_IMPORT = 0

/** Tells the import that a source belongs to. */
export function importOfSource(db: Connection): (sourceId: number) => number {
  const find = db.prepare<[number], number>('SELECT import_id FROM import_source WHERE id = ?').pluck()
  return (sourceId) => find.get(sourceId) ?? NO_IMPORT
}

/** Rows that count, each with its import. */
export const ROWS_OF_IMPORTS = 'FROM usage JOIN import_source ON import_source.id = source_id WHERE counts = 1'

/** Key: import, UTC day, basis, origin, class. */
interface ImportGroup { key: number[]; sums: Sums }

export class ImportSums {
  /** The first import with a change. */
  #main = NO_IMPORT
  readonly #others = new Map<number, RollupDeltas>()

  count(row: Summed, sign: 1 | -1, importId: number): void {
    if (!this.#isMain(importId)) this.#otherOf(importId).count(row, sign)
  }

  countGroup(key: SummedKey, sums: readonly number[], { sign, importId }: { sign: 1 | -1; importId: number }): void {
    if (!this.#isMain(importId)) this.#otherOf(importId).countGroup(key, sums, sign)
  }

  clear(): void {
    this.#main = NO_IMPORT
    this.#others.clear()
  }

  /** `days`: all changes, by calendar day, UTC day, basis, origin and class. A group may come in two calendar days' parts. */
  *changes(days: KeyedSums): Generator<ImportGroup> {
    const ofMain = ({ key: [, ...ofDay], sums }: ImportGroup): ImportGroup => ({ key: [this.#main, ...ofDay], sums })
    // Adding up what nearly always comes once took as long as writing it.
    if (this.#others.size === 0) for (const each of days.all()) yield ofMain(each)
    else yield* this.#apart([...days.all()].map(ofMain))
  }

  #apart(changes: readonly ImportGroup[]): ImportGroup[] {
    const groups = new KeyedSums()
    for (const { key, sums } of changes) groups.add(key, sums)
    for (const [importId, deltas] of this.#others) {
      for (const { slot, basis, originId, classId, sums } of deltas.all()) {
        const ofDay = [Math.floor(slot / SLOTS_A_DAY), basis, originId, classId]
        groups.add([this.#main, ...ofDay], sums, -1)
        groups.add([importId, ...ofDay], sums)
      }
    }
    return [...groups.all()].filter(({ key: [importId], sums }) => importId !== NO_IMPORT && sums.some((sum) => sum !== 0))
  }

  #isMain(importId: number): boolean {
    if (this.#main === NO_IMPORT) this.#main = importId
    return importId === this.#main && importId !== NO_IMPORT
  }

  #otherOf(importId: number): RollupDeltas {
    let deltas = this.#others.get(importId)
    if (deltas === undefined) this.#others.set(importId, (deltas = new RollupDeltas()))
    return deltas
  }
}
