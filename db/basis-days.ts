// How many tokens each kind of evidence holds on each platform and UTC day, from the columns of the rollup. By SQL the same
// sums take a quarter of a second at 365,000 rows, from columns some milliseconds.
import { BASES } from '../src/core/usage.ts'
import type { UtcPart } from './day-columns.ts'
import type { BasisDay, Pair } from './ledger.ts'
import type { Connection } from './sqlite.ts'
import { dayText } from './zone-days.ts'

const [WIDTH, FIRST_CLASS] = [9, 3]
const NOT_MET = -1

/** Requests are many and are added whatever their importer, which is null for them. */
type Kind = Pick<BasisDay, 'platform' | 'basis' | 'importer'>

export class BasisDays {
  readonly #kinds: Kind[] = []
  readonly #numbers = new Map<string, number>()
  /** The number of a kind, by pair and basis. */
  #ofPair = new Int32Array(0)
  readonly #platforms: NamesOfIds
  readonly #importers: NamesOfIds

  constructor(db: Connection) {
    this.#platforms = new NamesOfIds(db, 'SELECT id, platform AS name FROM price_class')
    this.#importers = new NamesOfIds(db, 'SELECT id, importer AS name FROM origin')
  }

  /** By day, platform, basis and importer. The parts come in the order of their UTC days. */
  of(parts: Iterable<UtcPart>, pairs: readonly Pair[]): BasisDay[] {
    const found: BasisDay[] = []
    let [utcDay, tokens] = [Number.NaN, new Map<number, number>()]
    for (const part of parts) {
      if (part.utcDay !== utcDay) {
        found.push(...this.#told(utcDay, tokens))
        ;[utcDay, tokens] = [part.utcDay, new Map()]
      }
      this.#add(part, pairs, tokens)
    }
    return [...found, ...this.#told(utcDay, tokens)]
  }

  /** Ids may mean something else from now on: the transaction that gave them out was rolled back. */
  forget(): void {
    this.#ofPair = new Int32Array(0)
    this.#platforms.forget()
    this.#importers.forget()
  }

  #told(utcDay: number, tokens: ReadonlyMap<number, number>): BasisDay[] {
    const text = tokens.size === 0 ? '' : dayText(utcDay)
    return [...tokens].flatMap(([kind, sum]) => {
      const of = this.#kinds[kind]
      return of === undefined ? [] : [{ ...of, utcDay: text, tokens: sum }]
    }).toSorted(inOrder)
  }

  /** Rows of one kind mostly lie together: they are added up before they reach the table. */
  #add({ begin, end, chunk: { pair, basis, sums } }: UtcPart, pairs: readonly Pair[], tokens: Map<number, number>): void {
    const kinds = this.#roomFor(pairs.length)
    let [kind, sum] = [NOT_MET, 0]
    for (let row = begin, at = begin * WIDTH + FIRST_CLASS; row < end; row += 1, at += WIDTH) {
      const place = (pair[row] ?? 0) * BASES.length + (basis[row] ?? 0)
      if (kinds[place] === NOT_MET) kinds[place] = this.#find(pairs[pair[row] ?? 0], BASES[basis[row] ?? 0] ?? 'bills')
      const own = kinds[place] ?? NOT_MET
      if (own !== kind) {
        if (kind !== NOT_MET) tokens.set(kind, (tokens.get(kind) ?? 0) + sum)
        ;[kind, sum] = [own, 0]
      }
      sum += (sums[at] ?? 0) + (sums[at + 1] ?? 0) + (sums[at + 2] ?? 0) + (sums[at + 3] ?? 0) + (sums[at + 4] ?? 0)
    }
    if (kind !== NOT_MET) tokens.set(kind, (tokens.get(kind) ?? 0) + sum)
  }

  #roomFor(pairs: number): Int32Array {
    if (this.#ofPair.length < pairs * BASES.length) {
      const longer = new Int32Array(pairs * BASES.length).fill(NOT_MET)
      longer.set(this.#ofPair)
      this.#ofPair = longer
    }
    return this.#ofPair
  }

  #find(pair: Pair | undefined, basis: Kind['basis']): number {
    const platform = this.#platforms.of(pair?.classId ?? 0) ?? ''
    const importer = basis === 'requests' ? null : (this.#importers.of(pair?.originId ?? 0) ?? null)
    const key = `${platform} ${basis} ${importer ?? ''}`
    let number = this.#numbers.get(key)
    if (number === undefined) this.#numbers.set(key, (number = this.#kinds.push({ platform, basis, importer }) - 1))
    return number
  }
}

/** Of one day: by platform, basis and importer. */
function inOrder(a: BasisDay, b: BasisDay): number {
  const keyOf = ({ platform, basis, importer }: BasisDay) => `${platform} ${BASES.indexOf(basis)} ${importer ?? ''}`
  return keyOf(a) < keyOf(b) ? -1 : 1
}

/** All names are read when one is missing: asked one by one, those of a thousand pairs took 13 ms of a start. */
class NamesOfIds {
  readonly #all
  readonly #names = new Map<number, string>()

  constructor(db: Connection, sql: string) {
    this.#all = db.prepare<[], { id: number; name: string }>(sql)
  }

  of(id: number): string | undefined {
    if (!this.#names.has(id)) for (const { id: each, name } of this.#all.all()) this.#names.set(each, name)
    return this.#names.get(id)
  }

  forget(): void {
    this.#names.clear()
  }
}
