// What a call adds up, read into memory before it is answered, in slices: other calls are answered in between. The answer itself
// is worked out in one go, so that it is of one state of the ledger; it reads again what has changed meanwhile.
import type { Method } from '../contract/contract.ts'
import type { Filters, GroupKey } from '../contract/shapes.ts'
import { cellQuery } from './cell-view.ts'
import type { Context } from './context.ts'
import { bucketFor } from './group-keys.ts'
import { inSlices } from './in-slices.ts'

/** These look at every day, be it only to choose which evidence counts. */
const LOOK_AT_DAYS: ReadonlySet<Method> = new Set<Method>([
  'usage.totals', 'usage.series', 'usage.facets', 'usage.requests', 'usage.latency', 'usage.evidence', 'whatif.cells', 'whatif.project',
  'whatif.analysis', 'decide.answer', 'decide.record', 'surfaces.preview', 'prices.gaps', 'profiles.list', 'imports.report',
  'imports.overlaps', 'reconcile.run',
])

/** Before a call: the days it looks at. Calls that come together wait for one reading. */
export function readingAhead(context: Context): (method: Method) => Promise<void> {
  let reading: Promise<unknown> | null = null
  return async (method) => {
    if (!LOOK_AT_DAYS.has(method)) return
    reading ??= inSlices(context.ledger.usage.readDays()).finally(() => {
      reading = null
    })
    await reading
  }
}

/** Of a view by hour. */
export async function readHours(context: Context, filters: Filters, by: readonly GroupKey[]): Promise<void> {
  if (bucketFor(by) === 'hour') await inSlices(context.ledger.usage.readHours(cellQuery(filters, 'hour')))
}

export async function readLatencies(context: Context, filters: Filters): Promise<void> {
  await inSlices(context.ledger.usage.readLatencies(cellQuery(filters, null)))
}
