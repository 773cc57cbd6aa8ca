import { fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { Boundary } from '../../../renderer/shell/boundary.tsx'

afterEach(() => vi.restoreAllMocks())

it('a part that breaks leaves its neighbours, and can be tried again', () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const faults = { open: true }
  function Fragile() {
    if (faults.open) throw new Error('secret detail')
    return <p>drawn</p>
  }
  render(<><Boundary part="Overview"><Fragile /></Boundary><p>neighbour</p></>)
  expect(screen.getByRole('alert').textContent).toMatch(/^Overview could not be drawn/)
  expect(document.body.textContent).not.toContain('secret detail')
  expect(screen.getByText('neighbour')).toBeTruthy()
  faults.open = false
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(screen.getByText('drawn')).toBeTruthy()
})
