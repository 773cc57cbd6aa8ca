// A ledger in trouble: the reason in place of the view, a way to rebuild a damaged one, and what came of it.
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { App, createQueries } from '../../../renderer/app.tsx'
import type { Reply } from '../../../src/api/contract/contract.ts'
import { createFakeBridge, type FakeBridge } from '../fake-bridge.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T13:06:00Z'), shouldAdvanceTime: true })
  localStorage.clear()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const DAMAGED: Reply = {
  ok: false,
  problem: { code: 'ledger-corrupt', message: 'The ledger file is damaged and cannot be read.', remedy: 'Rebuild it.' },
}

/** A bridge whose ledger fails in the methods that match, until it is rebuilt. */
function troubled(fails: RegExp, reply: Reply = DAMAGED): FakeBridge {
  const sound = createFakeBridge()
  let rebuilt = false
  return {
    ...sound,
    call(method: string, input: unknown) {
      if (method === 'ledger.rebuild') rebuilt = true
      return !rebuilt && fails.test(method) ? Promise.resolve(reply) : sound.call(method, input)
    },
  }
}

function open(bridge: FakeBridge): void {
  window.location.hash = '#/overview'
  render(<App bridge={bridge} queries={createQueries()} />)
}

test('a ledger that cannot be opened says why in place of the view, and can be rebuilt', async () => {
  open(troubled(/./))
  expect((await screen.findByRole('alert')).textContent).toContain('The ledger file is damaged and cannot be read.')
  expect(screen.queryByRole('group', { name: 'List cost, 28 days' })).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Rebuild the ledger' }))
  expect((await screen.findByRole('dialog')).textContent).toContain('The damaged file is kept beside it')
  fireEvent.click(screen.getByRole('button', { name: 'Rebuild' }))
  await screen.findByRole('group', { name: 'List cost, 28 days' })
  expect(screen.getAllByText(/Not read to its end: usage\. .*kept as team\.ledger\.damaged-2026-11-22T120000/).length).toBeGreaterThan(0)
})

test('damage met by one answer is told above the view, which shows the rest', async () => {
  open(troubled(/^usage\.latency$|^imports/))
  window.location.hash = '#/surfaces'
  const strip = await screen.findByText(/Figures that are still shown may be from before/)
  expect(strip.closest('[role=alert]')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Rebuild the ledger' })).toBeTruthy()
})

test('a locked ledger offers another try and no rebuild', async () => {
  open(troubled(/./, { ok: false, problem: { code: 'ledger-locked', message: 'Another program is writing to the ledger.' } }))
  await screen.findByText('Another program is writing to the ledger.')
  await waitFor(() => expect(screen.getAllByRole('button', { name: 'Try again' }).length).toBeGreaterThan(0))
  expect(screen.queryByRole('button', { name: 'Rebuild the ledger' })).toBeNull()
})
