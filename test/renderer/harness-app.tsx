// Renders the whole app on the fake bridge at an address, for view tests.
import { cleanup, render } from '@testing-library/react'
import { App, createQueries } from '../../renderer/app.tsx'
import type { Method } from '../../src/api/contract/contract.ts'
import { createFakeBridge, type FakeBridge } from './fake-bridge.ts'
import type { FakePulls } from './fake-pulls.ts'
import type { FakeBills } from './fake-reconcile.ts'

export interface OpenOptions { empty?: boolean; bills?: FakeBills; fail?: readonly Method[]; pulls?: Partial<FakePulls> }

/** Each test starts from nothing: no page, no draft, no stored filters. */
export function openApp(hash: string, options: OpenOptions = {}): FakeBridge {
  cleanup()
  localStorage.clear()
  sessionStorage.clear()
  window.location.hash = `#/${hash}`
  const bridge = createFakeBridge(options)
  render(<App bridge={bridge} queries={createQueries()} />)
  return bridge
}
