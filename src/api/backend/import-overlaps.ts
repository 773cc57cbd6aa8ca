// Which imports cover the same platform and days: what each holds, from its sums. How they relate is core's overlap.ts.
import type { ImportRow } from '../../../db/ledger.ts'
import { dayText } from '../../../db/zone-days.ts'
import { overlapsOf, type Covered, type CoveredDay, type Overlap } from '../../core/overlap.ts'
import { BASES } from '../../core/usage.ts'
import type { Pair } from './attribution.ts'
import { kindDays } from './evidence-days.ts'
import type { Context } from './context.ts'
import { readImport, tokensOf, type ImportColumns } from './import-usage.ts'

/** Overlaps of one import with the others, those where usage may count twice first. */
export async function importOverlaps(context: Context, id: number): Promise<Overlap[]> {
  const covered = await coveredByImports(context)
  const choice = context.basisChoice(null)
  return overlapsOf(id, covered, (platform, day, evidence) => choice.counts(platform, day, evidence))
}

/** Overlaps of every import, each pair once. */
export async function allOverlaps(context: Context): Promise<Overlap[]> {
  const covered = await coveredByImports(context)
  const choice = context.basisChoice(null)
  const ids = [...new Set(covered.map(({ importId }) => importId))].toSorted((a, b) => a - b)
  return ids.flatMap((id) => overlapsOf(id, covered.filter(({ importId }) => importId >= id), (platform, day, evidence) =>
    choice.counts(platform, day, evidence)))
}

/** What the imports of one ledger cover, kept until it changes. One look at a time, and at most one waiting for it. */
class Coverage {
  #known: { moment: object; covered: readonly Covered[] } | null = null
  #running: Promise<unknown> = Promise.resolve()
  #waiting: Promise<readonly Covered[]> | null = null

  of(context: Context): Promise<readonly Covered[]> {
    if (this.#known?.moment === context.attribution()) return Promise.resolve(this.#known.covered)
    this.#waiting ??= this.#running.then(() => this.#look(context))
    return this.#waiting
  }

  #look(context: Context): Promise<readonly Covered[]> {
    const moment = context.attribution()
    this.#waiting = null
    const looking = lookAtImports(context).then((covered) => {
      this.#known = { moment, covered }
      return covered
    })
    this.#running = looking.catch(() => {})
    return looking
  }
}

const coverages = new WeakMap<Context, Coverage>()

function coveredByImports(context: Context): Promise<readonly Covered[]> {
  const coverage = coverages.get(context) ?? new Coverage()
  coverages.set(context, coverage)
  return coverage.of(context)
}

/** Other calls are answered in between. */
async function lookAtImports(context: Context): Promise<Covered[]> {
  const mayOverlap = overlappingImporters(context)
  const found: Covered[] = []
  for (const row of context.ledger.imports.list()) {
    if (row.state === 'undone' || row.state === 'running' || !row.importers.some((importer) => mayOverlap.has(importer))) continue
    found.push(...coveredBy(context, row, await readImport(context, row.id)))
  }
  return found
}

/**
 * Importers that share a platform and day with another; reports share with their own kind too. Bills stand beside usage, and
 * overlap with bills only. Asks the rollup only.
 */
function overlappingImporters(context: Context): ReadonlySet<string> {
  const byDay = new Map<string, Set<string>>()
  const found = new Set<string>()
  for (const { platform, utcDay, basis, importer } of kindDays(context)) {
    const key = `${platform} ${utcDay} ${basis === 'bills'}`
    const there = byDay.get(key) ?? new Set()
    byDay.set(key, there.add(importer))
    if (basis !== 'requests') found.add(importer)
  }
  for (const importers of byDay.values()) if (importers.size > 1) for (const importer of importers) found.add(importer)
  return found
}

interface Collected extends Covered { groupedBy: Set<string>; days: Map<string, CoveredDay & { cuts: Set<string> }> }
/** A pair on one basis: the kind it belongs to, and what it shows of the report it is from. */
interface Shaped { kind: Collected; groupable: readonly string[]; cut: string | null }

function coveredBy(context: Context, { id, label }: ImportRow, { chunks, pairs }: ImportColumns): Covered[] {
  const attribution = context.attribution()
  const kinds = new Map<string, Collected>()
  const shaped: (Shaped | null | undefined)[] = []
  const shape = (number: number, basisNumber: number): Shaped | null => {
    const { originId, classId } = pairs[number] ?? { originId: -1, classId: -1 }
    const pair = attribution.pair(originId, classId)
    if (pair === null) return null
    const { origin: { importer }, known: { priceClass: { platform } } } = pair
    const basis = BASES[basisNumber] ?? 'bills'
    const key = `${platform} ${basis} ${importer}`
    const kind = kinds.get(key) ?? { importId: id, label, platform, basis, importer, groupedBy: new Set<string>(), days: new Map() }
    kinds.set(key, kind)
    return { kind, ...(basis === 'reports' ? shapeOf(pair) : { groupable: [], cut: null }) }
  }
  for (const { day, length, pair, basis, sums } of chunks) {
    for (let row = 0; row < length; row += 1) {
      const [number, basisNumber] = [pair[row] ?? 0, basis[row] ?? 0]
      const found = (shaped[number * BASES.length + basisNumber] ??= shape(number, basisNumber))
      if (found !== null) collect(found, dayText(day), tokensOf(sums, row))
    }
  }
  return [...kinds.values()]
}

function collect({ kind, groupable, cut }: Shaped, utcDay: string, tokens: number): void {
  const day = kind.days.get(utcDay) ?? { tokens: 0, cuts: new Set<string>() }
  if (day.tokens === 0) kind.days.set(utcDay, day)
  day.tokens += tokens
  if (cut !== null) day.cuts.add(cut)
  for (const field of groupable) kind.groupedBy.add(field)
}

/** Reports whose caller chose what they are grouped by. Others always come in one shape. */
const GROUPABLE = new Set(['admin-usage-report', 'analytics-usage'])
const GROUP_FIELDS = ['account', 'workspace', 'apiKey', 'principal'] as const

/**
 * What a row shows of the report it is from. `cut` is the same for all rows of a report: its bucket, and whether it tells
 * models and tiers apart. A field that is null in one row may be told in another: fields are gathered over all rows.
 */
function shapeOf({ origin, known: { priceClass } }: Pair): { groupable: readonly string[]; cut: string } {
  const { assumptions } = priceClass
  const bucket = assumptions.includes('utc-day') ? 'day' : 'part of a day'
  if (!GROUPABLE.has(origin.importer)) return { groupable: [], cut: bucket }
  const model = priceClass.model === 'unknown' ? '' : 'model'
  const tier = assumptions.includes('price') ? '' : 'tier'
  return { groupable: GROUP_FIELDS.filter((field) => origin[field] !== null), cut: `${bucket} ${model} ${tier}` }
}
