// What the backend works out before a window asks is what a window asks first.
import { expect, test } from 'vitest'
import { warmUp } from '../../src/api/backend/warm-up.ts'
import type { Reply } from '../../src/api/contract/contract.ts'
import { DEFAULT_FILTERS } from '../../renderer/state/filters.ts'
import { windowOf } from '../../renderer/state/view-window.ts'
import { firstQuestions } from '../../renderer/views/overview/questions.ts'
import { BEDROCK_LOG } from './logs.ts'
import { openTestBackend } from './test-backend.ts'

/** What is asked of a backend whose status is that. */
async function asked(status: Reply): Promise<unknown[]> {
  const calls: unknown[] = []
  await warmUp({
    call: async (method, input) => {
      calls.push({ method, input })
      return method === 'ledger.status' ? status : { ok: true, value: null }
    },
  })
  return calls.slice(1)
}

test('the first chart of the overview, in the words of the overview', async () => {
  const { backend, importTexts } = openTestBackend()
  await importTexts({ 'a.jsonl': BEDROCK_LOG })
  const status = await backend.call('ledger.status', {})
  if (!status.ok) throw new Error(status.problem.message)
  const { firstDay, lastDay, tz } = Object(status.value)
  expect(lastDay).toMatch(/^\d{4}-\d\d-\d\d$/)
  const window = windowOf(DEFAULT_FILTERS, { firstDay, lastDay }, { tz, today: lastDay })
  expect(await asked(status)).toEqual(firstQuestions(window).slice(0, 1))
  await backend.close()
})

test('nothing of an empty ledger, and of one that cannot be opened', async () => {
  const { backend } = openTestBackend()
  expect(await asked(await backend.call('ledger.status', {}))).toEqual([])
  await backend.close()
  expect(await asked({ ok: false, problem: { code: 'locked', message: 'The ledger is locked.' } })).toEqual([])
})
