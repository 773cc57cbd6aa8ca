// The Data view on the fake ledger: report, undo, mapping, rejected lines.
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { openApp } from '../harness-app.tsx'

describe('imports', () => {
  it('show the equation of the newest import, adding up', async () => {
    openApp('data')
    const list = await screen.findByLabelText(/^Lines read = accepted/)
    const numbers = [...list.querySelectorAll('dd')].map((item) => Number((item.textContent ?? '').replace(/[^0-9]/g, '')))
    const [read = 0, ...rest] = numbers
    expect(rest).toHaveLength(4)
    expect(rest.reduce((sum, part) => sum + part, 0)).toBe(read)
  })

  it('ask before an import is undone', async () => {
    const bridge = openApp('data')
    fireEvent.click(await screen.findByRole('button', { name: 'Undo this import' }))
    const dialog = await screen.findByRole('dialog')
    expect(bridge.calls.some((call) => call.method === 'imports.undo')).toBe(false)
    fireEvent.click(within(dialog).getByRole('button', { name: 'Keep it' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(bridge.calls.some((call) => call.method === 'imports.undo')).toBe(false)
    fireEvent.click(screen.getByRole('button', { name: 'Undo this import' }))
    fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Undo the import' }))
    await waitFor(() => expect(bridge.calls.some((call) => call.method === 'imports.undo')).toBe(true))
  })

  it('save every rejected line as CSV, without its content', async () => {
    const bridge = openApp('data')
    fireEvent.click(await screen.findByRole('button', { name: 'Rejected lines as CSV' }))
    await waitFor(() => expect(bridge.saved).toHaveLength(1))
    const [header, ...rows] = String(bridge.saved[0]?.data).trimEnd().split('\r\n')
    expect(header).toBe('File,Line,Reason')
    expect(rows).toHaveLength(22)
  })

  it('show a failure in the panel and what still holds', async () => {
    openApp('data', { fail: ['imports.list'] })
    expect(await screen.findByText('imports.list fails here.')).toBeTruthy()
  })
})

describe('imports that cover the same days', () => {
  it('are named in the list and in the report, with what counts and the undo of the other', async () => {
    const bridge = openApp('data')
    const overlaps = within(await screen.findByRole('list', { name: 'Overlaps' }))
    expect(overlaps.getByText(/Logs the same days as claude-code\/projects \(Claude Code transcripts\)\./)).toBeTruthy()
    expect(overlaps.getByText(/8,204,113 tokens here, 7,950,020 tokens there, added/)).toBeTruthy()
    expect(await screen.findByText('Same days as usage_report_nov.json')).toBeTruthy()
    fireEvent.click(overlaps.getByRole('button', { name: 'Undo the import of claude-code/projects' }))
    fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Undo the import' }))
    await waitFor(() => expect(bridge.calls.find((call) => call.method === 'imports.undo')?.input).toEqual({ id: 2 }))
  })
})

describe('mapping a profile', () => {
  it('needs model and route', async () => {
    const bridge = openApp('data?tab=prices')
    fireEvent.click(await screen.findByRole('button', { name: 'Map to a model' }))
    const dialog = within(await screen.findByRole('dialog'))
    const done = dialog.getByRole('button', { name: 'Map it' })
    expect(done).toHaveProperty('disabled', true)
    await choose('Model', 'Claude Haiku 5.5')
    expect(dialog.getByRole('button', { name: 'Map it' })).toHaveProperty('disabled', true)
    await choose('Route', 'EU')
    fireEvent.click(dialog.getByRole('button', { name: 'Map it' }))
    await waitFor(() => expect(bridge.calls.find((call) => call.method === 'profiles.map')?.input).toEqual({
      rawModel: 'application-inference-profile/x7k2', model: 'claude-haiku-5-5', route: 'geo-eu',
    }))
  })
})

async function choose(label: string, option: string) {
  fireEvent.keyDown(within(screen.getByRole('dialog')).getByRole('combobox', { name: label }), { key: 'Enter' })
  const item = await screen.findByRole('option', { name: option })
  fireEvent.keyDown(item, { key: 'Enter' })
  await waitFor(() => expect(screen.queryByRole('option', { name: option })).toBeNull())
}

describe('a price of one\'s own', () => {
  it('is saved exactly as typed', async () => {
    const bridge = openApp('data?tab=prices&add=bedrock/geo-eu/claude-next')
    const dialog = within(await screen.findByRole('dialog'))
    fireEvent.click(dialog.getByRole('button', { name: 'Save the price' }))
    expect(await dialog.findByText('Enter at least one rate.')).toBeTruthy()
    fireEvent.change(dialog.getByRole('textbox', { name: 'Uncached input' }), { target: { value: '4.40' } })
    fireEvent.click(dialog.getByRole('button', { name: 'Save the price' }))
    await waitFor(() => expect(bridge.state.overrides).toHaveLength(1))
    expect(bridge.state.overrides[0]).toMatchObject({ model: 'claude-next', route: 'geo-eu', usdPerMillionTokens: { uncachedInput: '4.40', output: null } })
  })
})
