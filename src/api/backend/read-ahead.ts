// What a call adds up, read into memory before it is answered, in slices: other calls are answered in between. The answer itself
// is worked out in one go, so that it is of one state of the ledger; it reads again what has changed meanwhile.
import type { Method } from '../contract/contract.ts'
import type { Filters, GroupKey } from '../contract/shapes.ts'
import { cellQuery } from './cell-view.ts'
import type { Context } from './context.ts'
import { bucketFor } from './group-keys.ts'
import { inSlices, resultInSlices } from './in-slices.ts'
import { resolveZone } from './settings-store.ts'

/** These look at every day, be it only at what evidence it holds. */
const LOOK_AT_ALL_DAYS: readonly Method[] = [
  'usage.requests', 'surfaces.preview', 'profiles.list', 'prices.gaps', 'imports.report', 'imports.overlaps', 'reconcile.run',
]

/** These at the days of their filters. */
const LOOK_AT_DAYS: readonly Method[] = [
  'usage.totals', 'usage.series', 'usage.facets', 'usage.latency', 'usage.evidence',
  'whatif.cells', 'whatif.project', 'whatif.analysis', 'decide.answer', 'decide.record',
]

/** And these price them. */
const PRICE_DAYS: readonly Method[] = [
  'usage.totals', 'usage.series', 'usage.facets', 'whatif.cells', 'whatif.project', 'whatif.analysis', 'decide.answer', 'decide.record',
  'prices.gaps', 'imports.report', 'imports.overlaps', 'reconcile.run',
]

type Days = Pick<Filters, 'from' | 'to'>

const ALL_DAYS: Days = { from: null, to: null }

/** Before a call: what it looks at. Of calls that come together each goes on where another has read. */
export function readingAhead(context: Context): (method: Method, input: object) => Promise<void> {
  return async (method, input) => {
    if (LOOK_AT_ALL_DAYS.includes(method)) await readDays(context)
    if (LOOK_AT_DAYS.includes(method)) await readDays(context, daysOf(input))
    if (PRICE_DAYS.includes(method)) await resultInSlices(pricesOf(context))
    if (method === 'settings.set') await readyZone(context, input)
  }
}

/** The ledger keeps its days in the zone of the settings. */
async function readyZone(context: Context, { tz }: { tz?: string | undefined }): Promise<void> {
  if (tz !== undefined) await inSlices(context.ledger.usage.zoneSteps(resolveZone(tz)))
}

/** Without days, all of them. */
export function readDays(context: Context, days: Days = ALL_DAYS): Promise<unknown> {
  return inSlices(context.ledger.usage.readDays(days))
}

/** Those of a scenario go before those of the filters beside it. */
function daysOf(input: { filters?: Days | undefined; scenario?: { window?: Days | undefined } }): Days {
  return input.scenario?.window ?? input.filters ?? ALL_DAYS
}

/** The list takes a tenth of a second to load. */
function* pricesOf(context: Context): Generator<unknown, void> {
  context.prices.book()
  yield
}

/** Of a view by hour. */
export async function readHours(context: Context, filters: Filters, by: readonly GroupKey[]): Promise<void> {
  if (bucketFor(by) === 'hour') await inSlices(context.ledger.usage.readHours(cellQuery(filters, 'hour')))
}

export async function readLatencies(context: Context, filters: Filters): Promise<void> {
  await inSlices(context.ledger.usage.readLatencies(cellQuery(filters, null)))
}
