// The what-if on the fake ledger: what a person does, and what stands on the screen then.
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { moneyChange } from '../../../renderer/format.ts'
import { bookFrom } from '../../../renderer/state/book.ts'
import { decodeCells } from '../../../renderer/state/project-cells.ts'
import { contract, type Scenario } from '../../../src/api/contract/contract.ts'
import { project } from '../../../src/core/projection.ts'
import { roundProjection } from '../../../src/core/projection-json.ts'
import { openApp } from '../harness-app.tsx'
import type { FakeBridge } from '../fake-bridge.ts'

const WINDOW = { from: '2026-10-26', to: '2026-11-22' }

/** The core's own answer to the same scenario on the same ledger. */
async function expected(bridge: FakeBridge, moves: Scenario['moves']): Promise<string> {
  const filters = { ...WINDOW, tz: 'Europe/Berlin', basis: null, platforms: [], surfaces: [], models: [], routes: [] }
  const value = async (method: 'whatif.cells' | 'prices.list', input: unknown) => {
    const reply = await bridge.call(method, input)
    return typeof reply === 'object' && reply !== null && 'value' in reply ? reply.value : null
  }
  const cells = contract['whatif.cells'].output.parse(await value('whatif.cells', { filters }))
  const prices = contract['prices.list'].output.parse(await value('prices.list', {}))
  const projection = project({
    cells: decodeCells(cells), coveredDays: cells.coveredDays, book: bookFrom(prices), discounts: [], scenario: { moves },
  })
  return moneyChange(roundProjection(projection).total.difference)
}

const difference = () => within(screen.getByRole('group', { name: 'Difference, a month' }))
let bridge: FakeBridge

async function moveSupportBotToEu() {
  fireEvent.click(await screen.findByRole('button', { name: 'support-bot' }))
  fireEvent.click(screen.getByRole('button', { name: /^Move to Bedrock · EU/ }))
}

beforeEach(() => {
  bridge = openApp(`what-if?range=${WINDOW.from}:${WINDOW.to}`)
})

describe('what-if', () => {
  it('answers "what would support-bot cost on Bedrock in the EU" in two clicks, as the core does', async () => {
    await moveSupportBotToEu()
    const answer = await expected(bridge, [{ surface: 'support-bot', sharePct: 100, to: { platform: 'bedrock', route: 'geo-eu' } }])
    expect(answer).not.toBe('$0.00')
    expect(await difference().findByText(answer)).toBeTruthy()
  })

  it('recomputes on every change of the hit rate, equal to the core', async () => {
    await moveSupportBotToEu()
    const exact = screen.getByRole('textbox', { name: 'Hit rate, exact' })
    for (const hitRatePct of [40, 95.5]) {
      fireEvent.change(exact, { target: { value: String(hitRatePct) } })
      const moves: Scenario['moves'] = [{
        surface: 'support-bot', sharePct: 100, to: { platform: 'bedrock', route: 'geo-eu' }, cache: { mode: 'hit-rate', hitRatePct },
      }]
      expect(await difference().findByText(await expected(bridge, moves))).toBeTruthy()
    }
  })

  it('asks the backend nothing while a slider moves', async () => {
    await moveSupportBotToEu()
    await difference().findByText(/\$/)
    // What the rail asks once all is drawn has nothing to do with the slider.
    await waitFor(() => expect(bridge.calls.map(({ method }) => method)).toContain('prices.gaps'))
    const before = bridge.calls.length
    fireEvent.change(screen.getByRole('textbox', { name: 'Discount, exact' }), { target: { value: '12' } })
    fireEvent.change(screen.getByRole('textbox', { name: 'Share, exact' }), { target: { value: '40' } })
    expect(bridge.calls.length).toBe(before)
  })

  it('turns the hit rate off for batch on Bedrock and says why', async () => {
    await moveSupportBotToEu()
    fireEvent.click(screen.getByRole('radio', { name: 'Batch' }))
    expect(await screen.findByText(/Bedrock's batch jobs do not cache/)).toBeTruthy()
    expect(screen.getByRole('textbox', { name: 'Hit rate, exact' })).toHaveProperty('disabled', true)
  })

  it('saves a scenario under a name, and opens it again', async () => {
    await moveSupportBotToEu()
    fireEvent.click(screen.getByRole('button', { name: 'Save' }))
    fireEvent.change(await screen.findByRole('textbox', { name: 'Name' }), { target: { value: 'Into the EU' } })
    fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(bridge.state.scenarios.map(({ scenario }) => scenario.name)).toEqual(['Into the EU']))
    expect(bridge.state.scenarios[0]?.scenario.moves).toEqual([{ surface: 'support-bot', sharePct: 100, to: { platform: 'bedrock', route: 'geo-eu' } }])
    await waitFor(() => expect(window.location.hash).toContain('scenario=1'))
    expect(await screen.findByText(/^Saved /)).toBeTruthy()
  })

  it('undoes a step', async () => {
    await moveSupportBotToEu()
    await screen.findByRole('region', { name: 'Move of support-bot' })
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Move of support-bot' })).toBeNull())
  })

  it('says what failed when the usage cannot be had', async () => {
    openApp('what-if', { fail: ['whatif.cells'] })
    expect(await screen.findByText('whatif.cells fails here.')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy()
  })
})
