// What nobody has asked for yet is read when there is time: what a window asks first while its page is still being loaded, and all
// days, with their latencies, once nothing has happened for a while after the start and after each change. The days are kept, and
// packed in the ledger. A guess: where it is wrong, whoever asks only waits for a slice of it.
import { addDays } from '../../core/calendar.ts'
import { contract } from '../contract/contract.ts'
import type { Filters } from '../contract/shapes.ts'
import type { Backend } from './backend.ts'
import { NO_FILTERS } from './cell-view.ts'

/** The four weeks that the overview opens on. */
const DAYS = 28
/** The first calls come together, and are answered first. */
const FIRST_CALLS_MS = 10
/** Without an event: progress is told far more often, and a window that has changes to show has asked for them by then. */
const QUIET_MS = 3000

type Asked = Pick<Backend, 'call' | 'onEvent'>

/** Never fails: whoever asks next is told what is wrong. Returns how to end it. */
export function warmUp(backend: Asked, quietMs = QUIET_MS): () => void {
  let quiet: NodeJS.Timeout | null = null
  let isStale = true
  const later = () => {
    if (quiet !== null) clearTimeout(quiet)
    quiet = setTimeout(() => {
      if (isStale) void readAll(backend)
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
  const days = await ledgerDays(backend)
  if (days !== null) await askSeries(backend, { ...days, from: addDays(days.to, 1 - DAYS) })
}

async function readAll(backend: Asked): Promise<void> {
  const days = await ledgerDays(backend)
  if (days === null) return
  await askSeries(backend, days)
  await backend.call('usage.latency', { filters: days })
}

/** All days that hold usage; null where none do, or the ledger cannot be read. */
async function ledgerDays(backend: Asked): Promise<Filters & { to: string } | null> {
  const reply = await backend.call('ledger.status', {})
  const status = reply.ok ? contract['ledger.status'].output.safeParse(reply.value) : null
  if (status?.success !== true || status.data.lastDay === null) return null
  const { firstDay, lastDay, tz } = status.data
  return { ...NO_FILTERS, tz, from: firstDay, to: lastDay }
}

async function askSeries(backend: Asked, filters: Filters): Promise<void> {
  await backend.call('usage.series', { filters, each: 'day', by: 'surface' })
}
