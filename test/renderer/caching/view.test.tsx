// The caching view on the fake ledger.
import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { openApp } from '../harness-app.tsx'

describe('caching', () => {
  it('shows the five figures and the claim in plain words', async () => {
    openApp('caching')
    const strip = within(await screen.findByRole('region', { name: 'Caching in figures' }))
    for (const name of ['Token hit rate', 'Reuse', 'Net cache saving', 'Share of cost saved', 'What writes cost']) {
      expect(strip.getByRole('group', { name })).toBeTruthy()
    }
    expect(screen.getByText(/A common claim: hit rates above 80/)).toBeTruthy()
  })

  it('starts the slider at the observed hit rate with no difference, and moves from there', async () => {
    openApp('caching?of=nightly-eval')
    const panel = within(await screen.findByRole('region', { name: 'What better caching would save' }))
    const exact = await panel.findByRole('textbox', { name: 'Hit rate of nightly-eval, exact' })
    const difference = () => panel.getByText('Difference').nextElementSibling?.textContent
    expect(difference()).toBe('$0.00')
    fireEvent.change(exact, { target: { value: '75' } })
    expect(difference()).toMatch(/^−\$/)
  })

  it('names the filter that leaves nothing and offers to clear it', async () => {
    openApp('caching?surface=nobody')
    fireEvent.click(await screen.findByRole('button', { name: 'Clear the filters' }))
    expect(await screen.findByRole('region', { name: 'Caching in figures' })).toBeTruthy()
  })
})
