// The Reconcile view on made-up bills: figures, table = totals, CSV, drill-down, discount, and what stands there without bills.
import axe from 'axe-core'
import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { money, moneyChange } from '../../../renderer/format.ts'
import { CAUSE_WORDS } from '../../../renderer/views/reconcile/cause-words.ts'
import { CAUSES } from '../../../src/core/reconcile-types.ts'
import { formatUsdExact } from '../../../src/core/money.ts'
import { BILL_FROM, BILL_TO, FAKE_CHARGES, GAP_DAY, residualOf, type FakeCharge } from '../fake-bills.ts'
import { openApp } from '../harness-app.tsx'

configure({ asyncUtilTimeout: 8000 })
vi.setConfig({ testTimeout: 30_000 })

const RANGE = `range=${BILL_FROM}:${BILL_TO}`
const sum = (charges: readonly FakeCharge[], of: (charge: FakeCharge) => bigint) => charges.reduce((all, one) => all + of(one), 0n)
const COMPUTED = sum(FAKE_CHARGES, ({ computed }) => computed)
const RESIDUAL = sum(FAKE_CHARGES, residualOf)
const BEDROCK = FAKE_CHARGES.filter(({ platform }) => platform === 'bedrock')

const strip = () => screen.findByRole('region', { name: 'Reconciliation in figures' })
const tile = async (name: string) => within(within(await strip()).getByRole('group', { name }))
const table = (name: string) => screen.findByRole('table', { name })
const totalCells = (element: HTMLElement) => [...element.querySelectorAll('tfoot td')].map((cell) => cell.textContent)

describe('figures', () => {
  it('shows both sides, the residual and what of it is explained', async () => {
    openApp(`reconcile?${RANGE}`, { bills: 'both' })
    expect((await tile('Computed list cost')).getByText(money(COMPUTED))).toBeTruthy()
    expect((await tile('Billed')).getByText(money(COMPUTED + RESIDUAL))).toBeTruthy()
    expect((await tile('Residual')).getByText(moneyChange(RESIDUAL))).toBeTruthy()
    expect((await tile('Explained')).getByText('no part of it is unknown')).toBeTruthy()
    // 19 days of the Claude API (one has no logs) and 20 of Bedrock.
    expect((await tile('Days compared')).getByText('39')).toBeTruthy()
    expect((await tile('Days compared')).getByText('2 only in logs, 1 only billed')).toBeTruthy()
  })

  it('names the day of the gap, says what to do, and says that days are UTC days', async () => {
    openApp(`reconcile?${RANGE}`, { bills: 'both' })
    const causes = within(await screen.findByRole('list', { name: 'Causes of the residual' }))
    const gap = causes.getByText('Gap in the logs').closest('li')
    expect(gap?.textContent).toContain('On 14 Nov.')
    expect(gap?.textContent).toContain('Import the missing logs')
    expect(gap?.textContent).toContain(moneyChange(sum(FAKE_CHARGES, ({ parts }) => parts.logGap ?? 0n)))
    expect(screen.getByText(/in UTC days, as bills state them/)).toBeTruthy()
  })

  it('names the days of the logs that no bill covers, and counts them as only in the logs', async () => {
    openApp('reconcile?range=2026-11-19:2026-11-22', { bills: 'both' })
    expect(await screen.findByText(/Not compared, for lack of a bill: Anthropic direct 21 to 22 Nov; Bedrock 21 to 22 Nov\./)).toBeTruthy()
    // Two days on each of two platforms, and two more that the made-up bill of Bedrock says of itself.
    expect((await tile('Days compared')).getByText('6 only in logs, 0 only billed')).toBeTruthy()
  })

  it('has words for every cause', async () => {
    openApp(`reconcile?${RANGE}`, { bills: 'every-cause' })
    const causes = within(await screen.findByRole('list', { name: 'Causes of the residual' }))
    expect(causes.getAllByRole('listitem')).toHaveLength(CAUSES.length)
    for (const cause of CAUSES) expect(causes.getByText(CAUSE_WORDS[cause].name)).toBeTruthy()
  })

  it('narrows everything to one platform', async () => {
    openApp(`reconcile?${RANGE}&of=bedrock`, { bills: 'both' })
    const computed = sum(BEDROCK, (charge) => charge.computed)
    expect((await tile('Computed list cost')).getByText(money(computed))).toBeTruthy()
    expect(totalCells(await table('Reconciliation by day'))[0]).toBe(money(computed))
    expect(screen.queryByRole('region', { name: 'Anthropic direct' })).toBeNull()
  })

  it('says that a surface filter does not count here', async () => {
    openApp(`reconcile?${RANGE}&surface=voice`, { bills: 'both' })
    expect(await screen.findByText(/bills know no surface/)).toBeTruthy()
    expect((await tile('Computed list cost')).getByText(money(COMPUTED))).toBeTruthy()
  })
})

describe('table', () => {
  it.each([['day', 'day'], ['model', 'model'], ['meter', 'token class'], ['platform', 'platform'], ['day,model', 'day and model']])(
    'by %s adds up to the key figures', async (by, name) => {
      openApp(`reconcile?${RANGE}&by=${by}`, { bills: 'both' })
      const cells = totalCells(await table(`Reconciliation by ${name}`))
      const second = by.includes(',') ? 1 : 0
      expect(cells.slice(second, second + 3)).toEqual([money(COMPUTED), money(COMPUTED + RESIDUAL), moneyChange(RESIDUAL)])
    },
  )

  it('writes a CSV whose rows add up to its totals row to the last digit', async () => {
    const bridge = openApp(`reconcile?${RANGE}&by=model`, { bills: 'both' })
    const frame = (await table('Reconciliation by model')).closest('section')
    if (frame === null) throw new Error('no frame')
    fireEvent.click(within(frame).getByRole('button', { name: 'Save as CSV' }))
    await waitFor(() => expect(bridge.saved).toHaveLength(1))
    const lines = String(bridge.saved[0]?.data).trim().split('\r\n')
    expect(lines[0]).toBe('Model,Computed USD,Billed USD,Residual USD,Residual share of billed,Web searches and other meters USD,Day edge USD,Gap in the logs USD,Discount USD,Rounding USD,Computed tokens,Billed tokens,Unpriced tokens')
    expect(lines.at(-1)?.split(',').slice(0, 4)).toEqual(['Total', formatUsdExact(COMPUTED), formatUsdExact(COMPUTED + RESIDUAL), formatUsdExact(RESIDUAL)])
    const opus = lines.find((line) => line.startsWith('claude-opus-5-5'))?.split(',')
    expect(opus?.[1]).toBe(formatUsdExact(sum(FAKE_CHARGES.filter(({ model }) => model === 'claude-opus-5-5'), ({ computed }) => computed)))
    expect(bridge.saved[0]?.name).toBe('reconciliation 2026-11-01 to 2026-11-20 by model.csv')
  })
})

describe('both sides of a row', () => {
  it('opens with Enter, moves the focus there, and asks for exactly that day and model', async () => {
    const bridge = openApp(`reconcile?${RANGE}&by=day,model`, { bills: 'both' })
    const row = within(await table('Reconciliation by day and model')).getAllByText('3 Nov 2026')[0]?.closest('tr')
    if (row === null || row === undefined) throw new Error('no row')
    fireEvent.keyDown(row, { key: 'Enter' })
    const behind = await screen.findByRole('region', { name: 'Behind the row' })
    expect(document.activeElement?.textContent).toBe('Behind 3 Nov 2026, Opus 5.5')
    await within(behind).findByRole('table', { name: 'Lines of the bill' })
    const asked = bridge.calls.findLast(({ method }) => method === 'reconcile.bills')?.input
    expect(asked).toMatchObject({ filters: { from: BILL_FROM, to: BILL_TO }, day: '2026-11-03', model: 'claude-opus-5-5', meter: null, billSource: null })
    const logs = bridge.calls.findLast(({ method }) => method === 'usage.requests')?.input
    expect(logs).toMatchObject({ filters: { from: '2026-11-03', to: '2026-11-03', tz: 'UTC', models: ['claude-opus-5-5'], surfaces: [] } })
    expect(window.location.hash).toContain('row=')
  })

  it('names source and line of the bill', async () => {
    openApp(`reconcile?${RANGE}&row=day%3D${GAP_DAY}`, { bills: 'both' })
    const lines = within(await table('Lines of the bill'))
    expect(lines.getAllByTitle('bills/anthropic-2026-11.csv. Console cost CSV').length).toBeGreaterThan(0)
    fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Behind the row' })).toBeNull())
  })
})

describe('the discount found', () => {
  const block = async () => within(await screen.findByRole('region', { name: 'Bedrock' }))

  it('is set with the bill’s dates, is not offered twice, and can be taken back', async () => {
    const bridge = openApp(`reconcile?${RANGE}`, { bills: 'both' })
    expect((await block()).getByText(/one ratio over 97.0/)).toBeTruthy()
    fireEvent.click(await (await block()).findByRole('button', { name: 'Use as Bedrock’s discount' }))
    await waitFor(() => expect(bridge.state.discounts).toEqual([
      { id: 1, platform: 'bedrock', pct: '12', effectiveFrom: BILL_FROM, effectiveTo: BILL_TO },
    ]))
    await waitFor(async () => expect((await block()).queryByRole('button', { name: /Use as/ })).toBeNull())
    expect((await block()).getByText(/is set, 1 to 20 Nov 2026/)).toBeTruthy()
    fireEvent.click(await screen.findByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(bridge.state.discounts).toEqual([]))
    expect(await (await block()).findByRole('button', { name: 'Use as Bedrock’s discount' })).toBeTruthy()
  })

  it('is not offered where none was found', async () => {
    openApp(`reconcile?${RANGE}`, { bills: 'both' })
    const direct = within(await screen.findByRole('region', { name: 'Anthropic direct' }))
    expect(direct.getByText('No one discount explains this bill.')).toBeTruthy()
    expect(direct.queryByRole('button')).toBeNull()
  })
})

describe('several kinds of bill', () => {
  it('says which one counts, offers the others, and names estimated days', async () => {
    openApp(`reconcile?${RANGE}`, { bills: 'two-kinds' })
    const block = within(await screen.findByRole('region', { name: 'Bedrock' }))
    expect(block.getByText('20 days, counts')).toBeTruthy()
    expect(block.getByText('20 days, does not count')).toBeTruthy()
    expect(block.getByText(/calls 3 days estimated/)).toBeTruthy()
    expect(block.getByRole('combobox', { name: 'Bill that counts for Bedrock' }).textContent).toContain('By rule')
  })

  it('asks with the kind in the address', async () => {
    const bridge = openApp(`reconcile?${RANGE}&of=bedrock&bill=cost-explorer`, { bills: 'two-kinds' })
    await strip()
    expect(bridge.calls.findLast(({ method }) => method === 'reconcile.run')?.input).toMatchObject({ billSource: 'cost-explorer' })
  })
})

describe('without figures', () => {
  it('says which bills can be read and where each is found', async () => {
    openApp(`reconcile?${RANGE}`)
    expect(await screen.findByText('No bill has been read yet')).toBeTruthy()
    for (const kind of ['Console cost CSV', 'Cost report', 'Cost and Usage Report', 'FOCUS export', 'Cost Explorer']) {
      expect(screen.getByText(kind)).toBeTruthy()
    }
  })

  it('does so in an empty ledger too', async () => {
    openApp('reconcile', { empty: true })
    expect(await screen.findByText('No bill has been read yet')).toBeTruthy()
  })

  it('offers all days where bills cover others', async () => {
    openApp('reconcile?range=2026-10-01:2026-10-10', { bills: 'both' })
    fireEvent.click(await screen.findByRole('button', { name: 'Show all days' }))
    expect(await strip()).toBeTruthy()
  })

  it('says so where there are bills and no logs', async () => {
    openApp(`reconcile?range=${GAP_DAY}:${GAP_DAY}&of=anthropic`, { bills: 'both' })
    expect(await screen.findByText(/No logs cover these days/)).toBeTruthy()
  })

  it('keeps the place of what comes, and tells an error with another try', async () => {
    openApp(`reconcile?${RANGE}`, { bills: 'both', fail: ['reconcile.run'] })
    expect((await screen.findAllByRole('button', { name: 'Try again' })).length).toBe(1)
    expect(screen.getByText('Logs and bills are unchanged.')).toBeTruthy()
  })
})

it('has no fault that axe finds without a layout', async () => {
  openApp(`reconcile?${RANGE}&row=day%3D${GAP_DAY}`, { bills: 'two-kinds' })
  await table('Lines of the bill')
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } })
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)).toEqual([])
})
