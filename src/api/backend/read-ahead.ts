// What a call adds up, read into memory before it is answered, in slices: other calls are answered in between. The answer itself
// is worked out in one go, so that it is of one state of the ledger; it reads again what has changed meanwhile.
import type { Method } from '../contract/contract.ts'
import type { Filters, GroupKey } from '../contract/shapes.ts'
import { cellQuery } from './cell-view.ts'
import type { Context } from './context.ts'
import { bucketFor } from './group-keys.ts'
import { inSlices, resultInSlices } from './in-slices.ts'

/** These look at every day, be it only to choose which evidence counts. */
const LOOK_AT_DAYS: readonly Method[] = ['usage.requests', 'usage.latency', 'usage.evidence', 'surfaces.preview', 'profiles.list']

/** And these price them. */
const PRICE_DAYS: readonly Method[] = [
  'usage.totals', 'usage.series', 'usage.facets', 'whatif.cells', 'whatif.project', 'whatif.analysis', 'decide.answer', 'decide.record',
  'prices.gaps', 'imports.report', 'imports.overlaps', 'reconcile.run',
]

/** Before a call: what it looks at. Calls that come together wait for one reading. */
export function readingAhead(context: Context): (method: Method) => Promise<void> {
  const days = shared(() => daysOf(context))
  const prices = shared(() => pricesOf(context))
  return async (method) => {
    const isPriced = PRICE_DAYS.includes(method)
    if (isPriced || LOOK_AT_DAYS.includes(method)) await days()
    if (isPriced) await prices()
  }
}

/** For a call that seldom looks at days. */
export function readDays(context: Context): Promise<void> {
  return resultInSlices(daysOf(context))
}

function shared(steps: () => Generator<unknown, void>): () => Promise<void> {
  let running: Promise<void> | null = null
  return () => (running ??= resultInSlices(steps()).finally(() => {
    running = null
  }))
}

function* daysOf(context: Context): Generator<unknown, void> {
  yield* context.ledger.usage.readDays()
  context.basisChoice(null)
  yield
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
