// Which imports cover the same platform and days: what each holds, from its rows. How they relate is core's overlap.ts.
import type { CellRow, ImportRow } from '../../../db/ledger.ts'
import { totalTokens } from '../../core/cost.ts'
import { overlapsOf, type Covered, type CoveredDay, type Overlap } from '../../core/overlap.ts'
import type { Pair } from './attribution.ts'
import { kindDays } from './evidence-days.ts'
import type { Context } from './context.ts'

/** Overlaps of one import with the others, those where usage may count twice first. */
export function importOverlaps(context: Context, id: number): Overlap[] {
  const choice = context.basisChoice(null)
  return overlapsOf(id, coveredByImports(context), (platform, day, evidence) => choice.counts(platform, day, evidence))
}

/** Overlaps of every import, each pair once. */
export function allOverlaps(context: Context): Overlap[] {
  const choice = context.basisChoice(null)
  const covered = coveredByImports(context)
  const ids = [...new Set(covered.map(({ importId }) => importId))].toSorted((a, b) => a - b)
  return ids.flatMap((id) => overlapsOf(id, covered.filter(({ importId }) => importId >= id), (platform, day, evidence) =>
    choice.counts(platform, day, evidence)))
}

/** Kept until the ledger changes: it takes a look at the rows of every import that may overlap. */
const kept = new WeakMap<object, readonly Covered[]>()

function coveredByImports(context: Context): readonly Covered[] {
  const moment = context.attribution()
  let covered = kept.get(moment)
  if (covered === undefined) {
    const mayOverlap = overlappingImporters(context)
    const imports = context.ledger.imports.list().filter(({ state, importers }) =>
      state !== 'undone' && state !== 'running' && importers.some((importer) => mayOverlap.has(importer)))
    kept.set(moment, (covered = imports.flatMap((row) => coveredBy(context, row))))
  }
  return covered
}

/** Importers that share a platform and day with another; reports share with their own kind too. Asks the rollup only. */
function overlappingImporters(context: Context): ReadonlySet<string> {
  const byDay = new Map<string, Set<string>>()
  const found = new Set<string>()
  for (const { platform, utcDay, basis, importer } of kindDays(context)) {
    const key = `${platform} ${utcDay}`
    const there = byDay.get(key) ?? new Set()
    byDay.set(key, there.add(importer))
    if (basis !== 'requests') found.add(importer)
  }
  for (const importers of byDay.values()) if (importers.size > 1) for (const importer of importers) found.add(importer)
  return found
}

interface Collected extends Covered { groupedBy: Set<string>; days: Map<string, CoveredDay & { cuts: Set<string> }> }

function coveredBy(context: Context, { id, label }: ImportRow): Covered[] {
  const attribution = context.attribution()
  const kinds = new Map<string, Collected>()
  for (const row of context.ledger.usage.ofImport(id).cells) {
    const pair = attribution.pair(row.originId, row.classId)
    if (pair === null) continue
    const { importer } = pair.origin
    const { platform } = pair.known.priceClass
    const key = `${platform} ${row.basis} ${importer}`
    const kind = kinds.get(key) ?? { importId: id, label, platform, basis: row.basis, importer, groupedBy: new Set<string>(), days: new Map() }
    kinds.set(key, kind)
    collect(kind, pair, row)
  }
  return [...kinds.values()]
}

function collect(kind: Collected, pair: Pair, row: CellRow): void {
  const day = kind.days.get(row.utcDay) ?? { tokens: 0, cuts: new Set<string>() }
  kind.days.set(row.utcDay, { tokens: day.tokens + totalTokens(row.tokens), cuts: day.cuts })
  if (row.basis !== 'reports') return
  const { groupable, cut } = shapeOf(pair)
  day.cuts.add(cut)
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
