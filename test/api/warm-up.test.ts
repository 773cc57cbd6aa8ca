// What the backend works out before a window asks is what a window asks first, and then what it may ask next.
import { expect, test, vi } from 'vitest'
import { warmUp } from '../../src/api/backend/warm-up.ts'
import { addDays } from '../../src/core/calendar.ts'
import type { LedgerEvent, Reply } from '../../src/api/contract/contract.ts'
import { DEFAULT_FILTERS } from '../../renderer/state/filters.ts'
import { windowOf } from '../../renderer/state/view-window.ts'
import { firstQuestions } from '../../renderer/views/overview/questions.ts'
import { BEDROCK_LOG } from './logs.ts'
import { openTestBackend } from './test-backend.ts'

const QUIET_MS = 500
const CHANGED: LedgerEvent = { type: 'changed' }

/** A backend that only notes what is asked of it, warmed up with its status being that. */
function warmed(status: Reply) {
  const calls: { method: string; input: unknown }[] = []
  const told: ((event: LedgerEvent) => void)[] = []
  vi.useFakeTimers()
  const stop = warmUp({
    call: async (method, input) => {
      if (method !== 'ledger.status') calls.push({ method, input })
      return method === 'ledger.status' ? status : { ok: true, value: null }
    },
    prepare: async () => {
      calls.push({ method: 'prepare', input: null })
    },
    onEvent: (listener) => {
      told.push(listener)
      return () => told.pop()
    },
  }, QUIET_MS)
  return {
    /** What is asked in that time. */
    asked: async (ms: number) => {
      await vi.advanceTimersByTimeAsync(ms)
      return calls.splice(0)
    },
    tell: (event: LedgerEvent) => told.forEach((listener) => listener(event)),
    end: () => {
      stop()
      vi.useRealTimers()
    },
  }
}

async function statusOf(logs: Record<string, string>): Promise<Reply> {
  const { backend, importTexts } = openTestBackend()
  if (Object.keys(logs).length > 0) await importTexts(logs)
  const status = await backend.call('ledger.status', {})
  await backend.close()
  return status
}

test('the first chart of the overview, in the words of the overview; then a quarter, and again after a change', async () => {
  const status = await statusOf({ 'a.jsonl': BEDROCK_LOG })
  if (!status.ok) throw new Error(status.problem.message)
  const { firstDay, lastDay, tz } = Object(status.value)
  expect(lastDay).toMatch(/^\d{4}-\d\d-\d\d$/)
  const window = windowOf(DEFAULT_FILTERS, { firstDay, lastDay }, { tz, today: lastDay })
  const { asked, tell, end } = warmed(status)
  expect(await asked(100)).toEqual(firstQuestions(window).slice(0, 1))
  const filters = { ...window.filters, from: addDays(lastDay, -91) }
  const all = [
    { method: 'usage.series', input: { filters, each: 'day', by: 'surface' } },
    { method: 'usage.latency', input: { filters } },
    { method: 'prepare', input: null },
  ]
  expect(await asked(QUIET_MS)).toEqual(all)
  expect(await asked(10_000)).toEqual([])
  // Not while anything goes on.
  tell(CHANGED)
  for (let times = 0; times < 5; times += 1) {
    expect(await asked(QUIET_MS - 1)).toEqual([])
    tell(CHANGED)
  }
  expect(await asked(QUIET_MS)).toEqual(all)
  tell(CHANGED)
  end()
  vi.useFakeTimers()
  expect(await asked(10_000)).toEqual([])
  vi.useRealTimers()
})

test('nothing of an empty ledger, and of one that cannot be opened', async () => {
  for (const status of [await statusOf({}), { ok: false as const, problem: { code: 'locked', message: 'The ledger is locked.' } }]) {
    const { asked, end } = warmed(status)
    expect(await asked(10_000)).toEqual([])
    end()
  }
})
