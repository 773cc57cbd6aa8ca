// Decide on the fake ledger: what a person answers, and what stands on the screen and in the ledger then.
import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { money, moneyChange } from '../../../renderer/format.ts'
import { contract, type Output } from '../../../src/api/contract/contract.ts'
import { parseUsd } from '../../../src/core/money.ts'
import { openApp } from '../harness-app.tsx'
import type { FakeBridge } from '../fake-bridge.ts'

// Every answer asks the whole fake ledger again; a busy machine takes longer than the default second.
configure({ asyncUtilTimeout: 8000 })
vi.setConfig({ testTimeout: 30_000 })

const RANGE = { from: '2026-10-26', to: '2026-11-22' }
const FILTERS = { ...RANGE, tz: 'Europe/Berlin', basis: null, platforms: [], surfaces: [], models: [], routes: [] }
let bridge: FakeBridge

async function answer(): Promise<Output<'decide.answer'>> {
  const reply = await bridge.call('decide.answer', { filters: FILTERS })
  const value = typeof reply === 'object' && reply !== null && 'value' in reply ? reply.value : null
  return contract['decide.answer'].output.parse(value)
}

const tile = (name: string) => within(screen.getByRole('group', { name }))
const question = (number: number) => within(screen.getByRole('region', { name: `Question ${number}` }))
const requirementsOf = (surface: string) => bridge.state.requirements.find((held) => held.surface === surface)

/** Radix's select does not open in happy-dom: the first option is what a tick takes. */
async function askForResidency() {
  fireEvent.click(question(1).getByRole('radio', { name: 'Yes' }))
  fireEvent.click(await screen.findByRole('checkbox', { name: 'Residency' }))
  await waitFor(() => expect(requirementsOf('contract-intake')?.residency).toBe('us'))
}

beforeEach(async () => {
  bridge = openApp(`decide?range=${RANGE.from}:${RANGE.to}&at=contract-intake`)
  await screen.findByRole('region', { name: 'Questions for contract-intake' })
})

describe('decide', () => {
  it('answers every surface without a question asked, as the core does', async () => {
    const { surfaces, all } = await answer()
    const table = within(screen.getByRole('table', { name: 'Answers per surface' }))
    for (const { surface } of surfaces) expect(table.getByText(surface)).toBeTruthy()
    expect(screen.getByText(all.sentence)).toBeTruthy()
    expect(tile('What the constraint costs').getByText('$0.00')).toBeTruthy()
  })

  it('keeps a requirement with the surface and puts a monthly figure on it: Opus 5.5 costs a tenth more in a geography', async () => {
    await askForResidency()
    const { surfaces } = await answer()
    const own = surfaces.find(({ surface }) => surface === 'contract-intake')
    const constraint = parseUsd(own?.constraintUsd ?? '0')
    const cheapest = parseUsd(own?.cheapest?.monthlyUsd ?? '0')
    expect(constraint * 10n - cheapest).toBeLessThanOrEqual(10n)
    expect(await tile('What the constraint costs').findByText(moneyChange(constraint))).toBeTruthy()
    expect(tile('Cost there, a month').getByText(money(parseUsd(own?.answer?.monthlyUsd ?? '0')))).toBeTruthy()
    const answers = within(screen.getByRole('table', { name: 'Answers per surface' }))
    expect(await answers.findByText('Residency: US')).toBeTruthy()
  })

  it('says which placements are ruled out, and marks the answer', async () => {
    await askForResidency()
    const table = within(screen.getByRole('table', { name: 'contract-intake on every placement' }))
    const row = (name: string) => within(table.getByText(name).closest('tr') ?? document.body)
    expect(await row('Bedrock · US').findByText('Answer')).toBeTruthy()
    expect(row('Bedrock · EU').getByText(/Ruled out/)).toBeTruthy()
    expect(row('Bedrock · Japan').getByText(/Not available/)).toBeTruthy()
  })

  it('takes the first yes: a hard requirement decides over latency, which decides once it is gone', async () => {
    await askForResidency()
    fireEvent.click(question(2).getByRole('radio', { name: 'Yes' }))
    await waitFor(() => expect(requirementsOf('contract-intake')?.core).toBe('latency'))
    expect((await answer()).surfaces.find(({ surface }) => surface === 'contract-intake')?.rule).toBe('hard-requirement')
    fireEvent.click(question(1).getByRole('radio', { name: 'No' }))
    await waitFor(() => expect(requirementsOf('contract-intake')?.residency).toBeNull())
    expect((await screen.findAllByText('Latency is the core of this surface: it goes direct.')).length).toBeGreaterThan(0)
  })

  it('adds the gateway of question 3 to the cost', async () => {
    fireEvent.click(question(3).getByRole('radio', { name: 'Yes' }))
    fireEvent.change(await screen.findByRole('textbox', { name: 'Gateway, a month' }), { target: { value: '250' } })
    expect(await tile('What the constraint costs').findByText('+$250.00')).toBeTruthy()
  })

  it('resets a surface', async () => {
    await askForResidency()
    await waitFor(() => expect(screen.getByRole('button', { name: 'Reset' })).toHaveProperty('disabled', false))
    fireEvent.click(screen.getByRole('button', { name: 'Reset' }))
    await waitFor(() => expect(requirementsOf('contract-intake')).toBeUndefined())
  })

  it('uses the same answers for all surfaces', async () => {
    await askForResidency()
    fireEvent.click(screen.getByRole('button', { name: 'Use for all surfaces' }))
    await waitFor(() => expect(bridge.state.requirements.map(({ residency }) => residency)).toEqual(Array.from({ length: 7 }, () => 'us')))
  })

  it('explains the cost there with the tokens and prices of the surface, adding up to the figure', async () => {
    const { surfaces } = await answer()
    const monthly = money(parseUsd(surfaces.find(({ surface }) => surface === 'contract-intake')?.answer?.monthlyUsd ?? '0'))
    fireEvent.click(await screen.findByRole('button', { name: 'How the cost there is computed' }))
    const popover = within(await screen.findByRole('dialog'))
    const sum = within((await popover.findByText('Cost there, a month')).closest('tr') ?? document.body)
    expect(sum.getByText(monthly)).toBeTruthy()
    expect(popover.queryByText(/^Discounts, fixed costs/)).toBeNull()
    expect(popover.getByText('Cache write 1h')).toBeTruthy()
  })

  it('copies a routing table whose ids are spelled as the platform does', async () => {
    const writeText = vi.fn(async () => {})
    Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true })
    fireEvent.click(screen.getByRole('button', { name: 'Routing table' }))
    fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Copy' }))
    const { routing } = (await answer()).all
    await waitFor(() => expect(writeText).toHaveBeenCalledWith(JSON.stringify({ routes: routing }, null, 2)))
  })

  it('opens a placement with its sources', async () => {
    const table = within(screen.getByRole('table', { name: 'contract-intake on every placement' }))
    fireEvent.click(table.getByText('Bedrock · EU'))
    const detail = within(await screen.findByRole('region', { name: 'Bedrock · EU in detail' }))
    expect(await detail.findByText(/eu\.anthropic\.claude-opus-5-5/)).toBeTruthy()
    expect(detail.getAllByRole('link').length).toBeGreaterThan(0)
  })

  it('says what failed when there is no answer', async () => {
    openApp('decide', { fail: ['decide.answer'] })
    expect(await screen.findByText('decide.answer fails here.')).toBeTruthy()
  })
})
