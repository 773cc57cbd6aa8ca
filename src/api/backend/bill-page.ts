// The lines of bills behind a figure, a page at a time: just those that the reconciliation compares. What was added up says
// on which days a page lies, so that only these are read.
import type { BillRow, CountedBills } from '../../../db/ledger.ts'
import { addDays } from '../../core/calendar.ts'
import { grouped } from '../../core/grouped.ts'
import type { BilledGroup } from '../../core/reconcile-types.ts'
import type { Input, Output } from '../contract/contract.ts'
import type { Context } from './context.ts'
import { countedLines, type CountedLines } from './reconciliation.ts'

type Asked = Input<'reconcile.bills'>
type Page = Output<'reconcile.bills'>

export function billPage(context: Context, asked: Asked): Page {
  const compared = countedLines(context, asked)
  const wanted = compared.flatMap((of) => of.lines.filter((line) => isWanted(line, asked, of)))
  const total = wanted.reduce((sum, { lines }) => sum + lines, 0)
  const where = locate(wanted, asked)
  if (where === null) return { rows: [], total }
  const counted = compared.flatMap(({ platform, lines }) => runsOf(lines).map((run) => ({ platform, ...run })))
  const rows = context.ledger.usage.billLines({
    from: where.from, to: where.to, counted, classIds: classIds(context, asked), meter: asked.meter, offset: where.skip, limit: asked.limit,
  })
  return { rows: rows.flatMap((row) => shown(context, row)), total }
}

/** A day stands for its whole period, where bills do not divide it. */
function isWanted(line: BilledGroup, { day, model, meter }: Asked, { periods }: CountedLines): boolean {
  if (model !== null && line.priceClass.model !== model) return false
  if (meter !== null && line.meter !== meter) return false
  if (day === null || line.firstDay === day) return true
  const period = periods.find(({ firstDay }) => firstDay === day)
  return period !== undefined && line.firstDay > period.firstDay && line.firstDay <= period.lastDay
}

/** The days that the page lies on, and how many lines of them come before it. */
function locate(wanted: readonly BilledGroup[], { offset, limit }: Asked): { from: string; to: string; skip: number } | null {
  const byDay = [...grouped(wanted, ({ firstDay }) => firstDay)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  let before = 0
  let found: { from: string; to: string; skip: number } | null = null
  for (const [day, lines] of byDay) {
    const count = lines.reduce((sum, line) => sum + line.lines, 0)
    if (found === null && before + count > offset) found = { from: day, to: day, skip: offset - before }
    if (found !== null) found.to = day
    before += count
    if (before >= offset + limit) break
  }
  return found
}

/** The first days of lines by kind of bill, as runs of days that follow each other. */
function runsOf(lines: readonly BilledGroup[]): Omit<CountedBills, 'platform'>[] {
  const runs: Omit<CountedBills, 'platform'>[] = []
  for (const [importer, own] of grouped(lines, (line) => line.importer)) {
    let run: Omit<CountedBills, 'platform'> | null = null
    for (const day of [...new Set(own.map(({ firstDay }) => firstDay))].toSorted()) {
      if (run !== null && addDays(run.lastDay, 1) === day) run.lastDay = day
      else runs.push((run = { importer, firstDay: day, lastDay: day }))
    }
  }
  return runs
}

/** Classes of the asked platforms and models, after the user's mapping; null: all. */
function classIds(context: Context, { filters: { platforms, models }, model }: Asked): number[] | null {
  if (platforms.length === 0 && models.length === 0 && model === null) return null
  const attribution = context.attribution()
  return context.ledger.usage.classes().flatMap(({ id }) => {
    const known = attribution.classOf(id)
    if (known === null || (platforms.length > 0 && !platforms.includes(known.platform))) return []
    if (models.length > 0 && !models.includes(known.model)) return []
    return model === null || known.model === model ? [id] : []
  })
}

function shown(context: Context, row: BillRow): Page['rows'] {
  const pair = context.attribution().pair(row.originId, row.classId)
  if (pair === null) return []
  const { origin, known: { priceClass } } = pair
  return [{
    id: row.id, firstDay: row.firstDay, lastDay: row.lastDay, platform: priceClass.platform, route: priceClass.route,
    model: priceClass.model, rawModel: row.rawModel, meter: row.meter, tier: priceClass.tier, speed: priceClass.speed,
    tokens: row.quantityStated ? row.tokens : null, billed: String(row.billed), list: row.list?.toString() ?? null,
    estimated: row.estimated, account: origin.account, workspace: origin.workspace, apiKey: origin.apiKey,
    importer: origin.importer, importId: row.importId, source: row.source, position: row.position,
  }]
}
