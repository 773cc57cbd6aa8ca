// Scenarios side by side, spread and sensitivity, and a surface on every placement, on the fake ledger.
import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { endsOf } from '../../../renderer/views/whatif/tornado-chart.tsx'
import type { Scenario } from '../../../src/api/contract/contract.ts'
import { openApp } from '../harness-app.tsx'
import type { FakeBridge } from '../fake-bridge.ts'

// Projections of a whole ledger; a busy machine takes longer than the default second.
configure({ asyncUtilTimeout: 8000 })
vi.setConfig({ testTimeout: 30_000 })

const scenario = (name: string, moves: Scenario['moves']): Scenario => ({ name, horizonMonths: 12, growthPctPerMonth: 0, moves })
const to = (route: string): Scenario['moves'] => [{ surface: 'contract-intake', sharePct: 100, to: { platform: 'bedrock', route } }]
let bridge: FakeBridge

beforeEach(() => {
  bridge = openApp('what-if?range=2026-10-26:2026-11-22')
})

/** Another window saved them: the page is told to ask again. */
function save(target: FakeBridge): void {
  target.state.scenarios = ['global', 'geo-eu', 'geo-us', 'global', 'geo-eu'].map((route, index) =>
    ({ id: index + 1, savedAtMs: 0, scenario: scenario(`Plan ${index + 1}`, to(route)) }))
  target.emit({ type: 'changed' })
}

describe('scenarios side by side', () => {
  it('compares the one at hand with three more, and no fifth', async () => {
    const compare = await screen.findByRole('button', { name: 'Compare' })
    save(bridge)
    await waitFor(() => expect(compare).toHaveProperty('disabled', false))
    fireEvent.click(compare)
    const table = within(await screen.findByRole('table', { name: 'Scenarios side by side' }))
    expect(table.getAllByRole('columnheader').map((head) => head.textContent)).toEqual(['Figure', 'New scenario', 'Plan 1', 'Plan 2', 'Plan 3'])
    expect(screen.getByRole('button', { name: 'Plan 4' })).toHaveProperty('disabled', true)
    fireEvent.click(screen.getByRole('button', { name: 'Plan 2' }))
    fireEvent.click(await screen.findByRole('button', { name: 'Plan 4' }))
    await waitFor(() => expect(decodeURIComponent(window.location.hash)).toContain('with=1,3,4'))
  })

  it('ticks the lowest: contract-intake runs in the EU, and only the global route is cheaper', async () => {
    const opened = openApp('what-if?range=2026-10-26:2026-11-22&compare=yes&with=1,2')
    await screen.findByRole('table', { name: 'Scenarios side by side' })
    save(opened)
    await screen.findByRole('columnheader', { name: 'Plan 2' })
    const table = within(await screen.findByRole('table', { name: 'Scenarios side by side' }))
    const cells = within((await table.findByText('Difference, a month')).closest('tr') ?? document.body).getAllByRole('cell')
    expect(cells.map((cell) => cell.textContent?.includes('lowest'))).toEqual([false, false, true, false])
    expect(cells[3]?.textContent).toBe('$0.00')
  })

  it('opens how a figure is computed, its parts adding up to it', async () => {
    const opened = openApp('what-if?range=2026-10-26:2026-11-22&compare=yes&with=1')
    await screen.findByRole('table', { name: 'Scenarios side by side' })
    save(opened)
    const figure = await screen.findByTitle('How the difference of Plan 1 is computed')
    fireEvent.click(figure)
    const rows = within(await screen.findByRole('dialog', { name: 'How this number is computed' })).getAllByRole('row')
    const amount = (text: string | null | undefined) => Number((text ?? '').replaceAll(/[^\d.−]/gu, '').replace('−', '-'))
    const cells = rows.map((row) => amount(within(row).getByRole('cell').textContent))
    // Today, seven parts, projected: the first eight come to the last, and the seven to the figure (cents rounded one by one).
    expect(cells).toHaveLength(9)
    expect(cells.slice(0, 8).reduce((sum, value) => sum + value, 0)).toBeCloseTo(cells[8] ?? NaN, 1)
    expect(cells.slice(1, 8).reduce((sum, value) => sum + value, 0)).toBeCloseTo(amount(figure.textContent), 1)
    expect(amount(figure.textContent)).not.toBe(0)
  })
})

describe('what a projection rests on', () => {
  it('shows the spread and what matters most once the sliders rest', async () => {
    fireEvent.click(await screen.findByRole('button', { name: 'support-bot' }))
    fireEvent.click(screen.getByRole('button', { name: /^Move to Bedrock · EU/ }))
    const difference = within(screen.getByRole('group', { name: 'Difference, a month' }))
    expect(await difference.findByText(/^\+\$\d+ to \+\$\d+, P10 to P90$/)).toBeTruthy()
    const tornado = within(screen.getByRole('group', { name: 'What matters most' }))
    expect(tornado.getByText('Cache hit rate')).toBeTruthy()
    expect(tornado.getByText('80 % to 120 %')).toBeTruthy()
  })

  it('puts the cheaper end of a bar left, whichever way the input moved', () => {
    const bar = { input: 'traffic', label: 'Traffic', baseValue: '100 %', width: 4n } as const
    const ends = endsOf({ ...bar, low: { value: '80 %', difference: -4n }, high: { value: '120 %', difference: -8n } })
    expect(ends).toEqual({ cheaper: -8n, dearer: -4n })
  })

  it('prices a surface on every placement and greys what cannot run it, with the reason', async () => {
    const table = within(await screen.findByRole('table', { name: 'support-bot on every placement' }))
    const row = (name: string) => table.getByText(name).closest('tr') ?? document.body
    expect(within(row('Direct · global')).getByText('cheapest')).toBeTruthy()
    expect(within(row('Bedrock · EU')).getByText('1,180, 3,540')).toBeTruthy()
    expect(row('Bedrock · Japan').getAttribute('data-dim')).toBe('true')
    expect(within(row('Bedrock · Japan')).getByText('It has no price for Claude Sonnet 5.5, in use here.')).toBeTruthy()
  })
})
