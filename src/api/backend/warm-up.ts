// What a window asks first, asked while its page is still being loaded: prices and days are read then, and what days come to is
// kept (day-sums.ts). A guess: where it is wrong, the window only waits for a step of work.
import { setTimeout } from 'node:timers/promises'
import { addDays } from '../../core/calendar.ts'
import { contract } from '../contract/contract.ts'
import type { Backend } from './backend.ts'
import { NO_FILTERS } from './cell-view.ts'

/** The four weeks that the overview opens on. */
const DAYS = 28
/** The first calls come together, and are answered first. */
const FIRST_CALLS_MS = 10

/** Never fails: whoever asks next is told what is wrong. */
export async function warmUp(backend: Pick<Backend, 'call'>): Promise<void> {
  await setTimeout(FIRST_CALLS_MS)
  const reply = await backend.call('ledger.status', {})
  const status = reply.ok ? contract['ledger.status'].output.safeParse(reply.value) : null
  if (status?.success !== true || status.data.lastDay === null) return
  const { lastDay, tz } = status.data
  await backend.call('usage.series', { filters: { ...NO_FILTERS, tz, from: addDays(lastDay, 1 - DAYS), to: lastDay }, each: 'day', by: 'surface' })
}
