// What nobody has asked for yet is read when there is time: what a window asks first while its page is still being loaded; then, once
// nothing has happened for a while after the start and after each change, a quarter of days and latencies. Those before are
// packed, not kept in memory. A guess: where it is wrong, whoever asks only waits for a slice of it.
import { addDays } from '../../core/calendar.ts'
import { contract } from '../contract/contract.ts'
import type { Filters } from '../contract/shapes.ts'
import type { Backend } from './backend.ts'
import { NO_FILTERS } from './cell-view.ts'

/** The four weeks that views open on, and the longest of the filter bar's spans but all: 365,000 rows a year are 10 MiB a quarter. */
const [FIRST_DAYS, MORE_DAYS] = [28, 92]
/** The first calls come together, and are answered first. */
const FIRST_CALLS_MS = 10
/** Without an event: progress is told far more often, and a window that has changes to show has asked for them by then. */
const QUIET_MS = 3000

type Asked = Pick<Backend, 'call' | 'prepare' | 'onEvent'>

/** Never fails: whoever asks next is told what is wrong. Returns how to end it. */
export function warmUp(backend: Asked, quietMs = QUIET_MS): () => void {
  let quiet: NodeJS.Timeout | null = null
  let isStale = true
  const later = () => {
    if (quiet !== null) clearTimeout(quiet)
    quiet = setTimeout(() => {
      if (isStale) void readMore(backend)
      isStale = false
    }, quietMs).unref()
  }
  const stop = backend.onEvent((event) => {
    isStale ||= event.type === 'changed'
    later()
  })
  setTimeout(() => void readFirstChart(backend), FIRST_CALLS_MS)
  later()
  return () => {
    stop()
    if (quiet !== null) clearTimeout(quiet)
  }
}

async function readFirstChart(backend: Asked): Promise<void> {
  const filters = await lastDays(backend, FIRST_DAYS)
  if (filters !== null) await askSeries(backend, filters)
}

async function readMore(backend: Asked): Promise<void> {
  const filters = await lastDays(backend, MORE_DAYS)
  if (filters === null) return
  await askSeries(backend, filters)
  await backend.call('usage.latency', { filters })
  await backend.prepare()
}

/** The last so many days; null where no day holds usage, or the ledger cannot be read. */
async function lastDays(backend: Asked, count: number): Promise<Filters | null> {
  const reply = await backend.call('ledger.status', {})
  const status = reply.ok ? contract['ledger.status'].output.safeParse(reply.value) : null
  if (status?.success !== true || status.data.lastDay === null) return null
  const { lastDay, tz } = status.data
  return { ...NO_FILTERS, tz, from: addDays(lastDay, 1 - count), to: lastDay }
}

async function askSeries(backend: Asked, filters: Filters): Promise<void> {
  await backend.call('usage.series', { filters, each: 'day', by: 'surface' })
}
