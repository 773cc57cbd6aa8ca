// How many tokens each kind of evidence holds on each platform and UTC day, from the columns of the rollup. By SQL the same
// sums take a quarter of a second at 365,000 rows, from columns some milliseconds.
import { BASES } from '../src/core/usage.ts'
import type { BasisDay, DayChunk, Pair } from './ledger.ts'
import { dayText } from './zone-days.ts'

const [WIDTH, FIRST_CLASS, CLASSES] = [9, 3, 5]

export interface Names {
  platformOf(classId: number): string | undefined
  importerOf(originId: number): string | undefined
}

/** Requests are many and are added whatever their importer, which is null for them. A kind and day may come in parts. */
export function basisDaysOf(chunks: Iterable<DayChunk>, pairs: readonly Pair[], names: Names): BasisDay[] {
  const found = new Map<string, BasisDay>()
  const kindOf = new KindNumbers(pairs, names)
  // By kind, for the UTC day at hand; and the kinds met on it.
  const sums: number[] = []
  const met: number[] = []
  for (const { length, utcDay, basis, pair, sums: numbers } of chunks) {
    for (let row = 0; row < length; row += 1) {
      const start = row * WIDTH + FIRST_CLASS
      let tokens = 0
      for (let index = start; index < start + CLASSES; index += 1) tokens += numbers[index] ?? 0
      const kind = kindOf.number(pair[row] ?? 0, basis[row] ?? 0)
      if (sums[kind] === undefined) met.push(kind)
      sums[kind] = (sums[kind] ?? 0) + tokens
      if (row + 1 < length && utcDay[row + 1] === utcDay[row]) continue
      for (const number of met.splice(0)) addTo(found, { ...kindOf.kind(number), utcDay: dayText(utcDay[row] ?? 0), tokens: sums[number] ?? 0 })
      sums.length = 0
    }
  }
  return [...found.values()].toSorted(inOrder)
}

/** By day, platform, basis and importer. */
function inOrder(a: BasisDay, b: BasisDay): number {
  const keyOf = ({ utcDay, platform, basis, importer }: BasisDay) => `${utcDay} ${platform} ${BASES.indexOf(basis)} ${importer ?? ''}`
  return keyOf(a) < keyOf(b) ? -1 : 1
}

type Kind = Pick<BasisDay, 'platform' | 'basis' | 'importer'>

function addTo(found: Map<string, BasisDay>, day: BasisDay): void {
  const key = `${day.platform} ${day.utcDay} ${day.basis} ${day.importer ?? ''}`
  const held = found.get(key)
  if (held === undefined) found.set(key, day)
  else held.tokens += day.tokens
}

/** Numbers platform, basis and importer; each pair is looked up once a basis. */
class KindNumbers {
  readonly #pairs: readonly Pair[]
  readonly #names: Names
  readonly #ofPair: (number | undefined)[] = []
  readonly #numbers = new Map<string, number>()
  readonly #kinds: Kind[] = []

  constructor(pairs: readonly Pair[], names: Names) {
    this.#pairs = pairs
    this.#names = names
  }

  number(pair: number, basisCode: number): number {
    return (this.#ofPair[pair * BASES.length + basisCode] ??= this.#find(pair, BASES[basisCode] ?? 'bills'))
  }

  kind(number: number): Kind {
    return this.#kinds[number] ?? { platform: '', basis: 'bills', importer: null }
  }

  #find(pair: number, basis: Kind['basis']): number {
    const { originId, classId } = this.#pairs[pair] ?? { originId: -1, classId: -1 }
    const importer = basis === 'requests' ? null : (this.#names.importerOf(originId) ?? null)
    const platform = this.#names.platformOf(classId) ?? ''
    const key = `${platform} ${basis} ${importer ?? ''}`
    let number = this.#numbers.get(key)
    if (number === undefined) this.#numbers.set(key, (number = this.#kinds.push({ platform, basis, importer }) - 1))
    return number
  }
}
