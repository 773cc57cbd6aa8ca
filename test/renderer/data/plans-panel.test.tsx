import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { conditionsText } from '../../../renderer/views/data/plans-panel.tsx'
import { openApp } from '../harness-app.tsx'

describe('sources on a plan', () => {
  it('are named in the words of the table', () => {
    expect(conditionsText({ importer: 'claude-code-transcript', platform: 'anthropic' })).toBe(
      'format is Claude Code transcripts and platform is anthropic',
    )
    expect(conditionsText({ project: 'app' })).toBe('project is app')
  })

  it('are marked from the origins, and unmarked from their panel', async () => {
    const bridge = openApp('data?tab=sources')
    const marks = () => bridge.calls.filter((call) => call.method === 'settings.set').map((call) => call.input)
    const [first] = await screen.findAllByRole('button', { name: 'On a plan' })
    if (first === undefined) throw new Error('No origin can be marked.')
    fireEvent.click(first)
    await waitFor(() => expect(marks()).toHaveLength(1))
    expect(marks()[0]).toMatchObject({ notBilledPerToken: [{ platform: expect.any(String), importer: expect.any(String) }] })
    const panel = await screen.findByRole('region', { name: 'Not billed per token' })
    fireEvent.click(within(panel).getByRole('button', { name: /^Count as spend again/ }))
    await waitFor(() => expect(marks().at(-1)).toEqual({ notBilledPerToken: [] }))
  })
})
