// The whole page on the fake bridge: figures on screen, filters and the URL, exports, first start, running work.
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { App, createQueries } from '../../../renderer/app.tsx'
import { money } from '../../../renderer/format.ts'
import type { Job } from '../../../src/api/contract/shapes.ts'
import { createFakeBridge, type FakeBridge } from '../fake-bridge.ts'
import { cellsUnder, FAKE_RULES, sumCells } from '../fake-ledger.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T13:06:00Z'), shouldAdvanceTime: true })
  localStorage.clear()
  window.location.hash = ''
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

function open(hash: string, bridge: FakeBridge = createFakeBridge()): FakeBridge {
  window.location.hash = hash
  render(<App bridge={bridge} queries={createQueries()} />)
  return bridge
}

const FILTERS = {
  from: '2026-10-26',
  to: '2026-11-22',
  tz: 'Europe/Berlin',
  basis: null,
  platforms: [],
  surfaces: [],
  models: [],
  routes: [],
}
const listCost = (change: Partial<Parameters<typeof cellsUnder>[0]> = {}) =>
  money(sumCells(cellsUnder({ ...FILTERS, ...change }, FAKE_RULES)).listCost ?? '0')

test('the overview shows the list cost of the last 28 days, and one h1', async () => {
  open('#/overview')
  const tile = await screen.findByRole('group', { name: 'List cost, 28 days' })
  expect(within(tile).getByText(listCost())).toBeTruthy()
  expect(screen.getAllByRole('heading', { level: 1 }).map((head) => head.textContent)).toEqual(['Overview'])
  expect(screen.getByRole('link', { name: 'Overview' }).getAttribute('aria-current')).toBe('page')
})

test('filters of the URL decide what is asked', async () => {
  open('#/overview?range=7d&surface=voice')
  const tile = await screen.findByRole('group', { name: 'List cost, 7 days' })
  expect(within(tile).getByText(listCost({ from: '2026-11-16', surfaces: ['voice'] }))).toBeTruthy()
})

test('a preset changes the URL, and the filters stay when the place changes', async () => {
  open('#/overview')
  fireEvent.click(await screen.findByRole('radio', { name: '7 d' }))
  expect(window.location.hash).toBe('#/overview?range=7d')
  await screen.findByRole('group', { name: 'List cost, 7 days' })
  expect(screen.getByRole('link', { name: 'Surfaces' }).getAttribute('href')).toBe('#/surfaces?range=7d')
})

test('the surfaces table and its CSV end in the same total', async () => {
  const bridge = open('#/surfaces')
  const table = await screen.findByRole('table', { name: 'Spend per surface' })
  await within(table).findByText('support-bot')
  const panel = table.closest('section')
  if (panel === null) throw new Error('no panel')
  fireEvent.click(within(panel).getByRole('button', { name: 'Save as CSV' }))
  await waitFor(() => expect(bridge.saved).toHaveLength(1))
  const lines = String(bridge.saved[0]?.data).trim().split('\r\n')
  const cells = cellsUnder(FILTERS, FAKE_RULES)
  const exact = BigInt(sumCells(cells).listCost ?? '0')
  const [name, cost] = lines.at(-1)?.split(',') ?? []
  expect(name).toBe('Total')
  // The CSV is exact to the pico-USD; the screen shows the same amount rounded once.
  const [whole = '', decimals = ''] = (cost ?? '').split('.')
  expect(BigInt(whole + decimals.padEnd(12, '0'))).toBe(exact)
  expect(within(table).getByText(money(exact))).toBeTruthy()
})

test('rules are counted before they are saved, and reverting restores them', async () => {
  const bridge = open('#/surfaces')
  const table = await screen.findByRole('table', { name: /^Attribution rules/ })
  await within(table).findByRole('button', { name: 'Delete rule 8' })
  fireEvent.click(within(table).getByRole('button', { name: 'Delete rule 1' }))
  await waitFor(() => expect(within(table).getByText('Left over, 3 origins')).toBeTruthy())
  expect(bridge.state.rules).toHaveLength(8)
  fireEvent.click(screen.getByRole('button', { name: 'Revert' }))
  await waitFor(() => expect(within(table).getByText('Left over, 2 origins')).toBeTruthy())
})

test('a new rule is saved from its dialog, and waits where other changes do', async () => {
  const bridge = open('#/surfaces')
  const table = await screen.findByRole('table', { name: /^Attribution rules/ })
  const add = (surface: string, button: string) => {
    fireEvent.click(screen.getByRole('button', { name: 'Rule' }))
    const dialog = within(screen.getByRole('dialog', { name: 'New rule' }))
    fireEvent.change(dialog.getByLabelText('Pattern'), { target: { value: 'x-*' } })
    fireEvent.change(dialog.getByLabelText(/^Surface/), { target: { value: surface } })
    fireEvent.click(dialog.getByRole('button', { name: button }))
  }
  await within(table).findByRole('button', { name: 'Delete rule 8' })
  add('first', 'Save rule')
  await waitFor(() => expect(bridge.state.rules.at(-1)?.surface).toBe('first'))
  await within(table).findByRole('button', { name: 'Delete rule 9' })
  fireEvent.click(within(table).getByRole('button', { name: 'Delete rule 1' }))
  add('second', 'Add rule')
  expect(await screen.findByRole('button', { name: 'Save rules' })).toBeTruthy()
  expect(bridge.state.rules).toHaveLength(9)
})

test('"Make a rule" elsewhere opens the dialog on what has no surface', async () => {
  open('#/surfaces?rules=edit')
  expect(await screen.findByRole('dialog', { name: 'New rule' })).toBeTruthy()
  expect(window.location.hash).toBe('#/surfaces')
})

test('a comparison that the ledger does not cover is not offered as one', async () => {
  open('#/overview?range=all')
  expect(await screen.findByRole('button', { name: /Compare not covered/ })).toBeTruthy()
})

test('arrow keys on the handle move a rule, and saving sends the new order', async () => {
  const bridge = open('#/surfaces')
  fireEvent.keyDown(await screen.findByRole('button', { name: /^Rule 1 of 8/ }), { key: 'ArrowDown' })
  fireEvent.click(await screen.findByRole('button', { name: 'Save rules' }))
  await waitFor(() => expect(bridge.state.rules[1]).toEqual(FAKE_RULES[0]))
})

test('an empty ledger says what to drop, and the sample can be opened', async () => {
  const bridge = open('#/overview', createFakeBridge({ empty: true }))
  await screen.findByRole('heading', { name: 'Drop your usage logs here' })
  fireEvent.click(screen.getByRole('button', { name: 'Open the sample ledger' }))
  await waitFor(() => expect(bridge.calls.some(({ method }) => method === 'sample.load')).toBe(true))
})

test('a failing question is said in its panel, with another try', async () => {
  open('#/overview', createFakeBridge({ fail: ['usage.totals'] }))
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('usage.totals fails here.')
  expect(within(alert).getByRole('button', { name: 'Try again' })).toBeTruthy()
})

const JOB: Job = {
  id: 'import-1',
  kind: 'import',
  state: 'running',
  label: 'AWSLogs',
  source: null,
  format: null,
  sourcesDone: 1,
  sourcesTotal: 2,
  bytesRead: 50,
  bytesTotal: 100,
  startedAtMs: 0,
  elapsedMs: 2_000,
  tally: { entries: 5, accepted: 4, duplicates: 0, ignored: 0, rejected: 1 },
  importId: 3,
  problem: null,
}

test('running work shows its progress on any view, can be cancelled, and ends in a report', async () => {
  const bridge = open('#/what-if')
  await screen.findByRole('heading', { level: 1, name: 'What-if' })
  bridge.emit({ type: 'job', job: JOB })
  const bar = await screen.findByRole('progressbar', { name: 'Reading AWSLogs' })
  expect(bar.getAttribute('aria-valuenow')).toBe('50')
  fireEvent.click(
    within(screen.getByRole('region', { name: 'Reading AWSLogs' })).getByRole('button', { name: 'Cancel' }),
  )
  await waitFor(() => expect(bridge.calls).toContainEqual({ method: 'jobs.cancel', input: { id: 'import-1' } }))
  bridge.emit({ type: 'job', job: { ...JOB, state: 'done' } })
  fireEvent.click(await screen.findByRole('button', { name: 'Open the report' }))
  expect(window.location.hash).toContain('#/data?import=3')
})

test('an empty ledger lets a chart be drawn that nobody sees, once', async () => {
  const drawn = () => document.querySelector('.rehearsal')
  open('#/overview')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(drawn()).toBeNull()
  cleanup()
  const bridge = createFakeBridge({ empty: true })
  open('#/overview', bridge)
  await screen.findByRole('heading', { name: 'Drop your usage logs here' })
  await waitFor(() => expect(drawn()?.getAttribute('aria-hidden')).toBe('true'))
  await vi.advanceTimersByTimeAsync(5_000)
  await waitFor(() => expect(drawn()).toBeNull())
  cleanup()
  open('#/surfaces', bridge)
  await screen.findByRole('heading', { name: 'Drop your usage logs here' })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(drawn()).toBeNull()
})

test('the end of an import has everything asked again once, what changed before it included', async () => {
  const bridge = open('#/overview')
  await screen.findByText('Top movers')
  const asked = () => bridge.calls.filter(({ method }) => method === 'ledger.status').length
  const before = asked()
  bridge.emit({ type: 'changed' })
  bridge.emit({ type: 'job', job: { ...JOB, state: 'done' } })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(asked()).toBe(before + 1)
  bridge.emit({ type: 'changed' })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(asked()).toBe(before + 2)
})

test('Ctrl-K opens the palette, which leads to a place', async () => {
  open('#/overview')
  await screen.findByRole('group', { name: 'List cost, 28 days' })
  fireEvent.keyDown(window, { key: 'k', ctrlKey: true })
  fireEvent.click(await screen.findByRole('option', { name: 'Caching' }))
  expect(window.location.hash).toBe('#/caching')
})

test('reconcile without a bill says which bills can be read', async () => {
  open('#/reconcile')
  expect(await screen.findByText('No bill has been read yet')).toBeTruthy()
})
