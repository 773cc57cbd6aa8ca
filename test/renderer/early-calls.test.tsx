// The questions that are asked before the app is there: it must ask the same ones, and get each answer once.
import { cleanup, render, screen } from '@testing-library/react'
import { beforeEach, expect, it } from 'vitest'
import { App, createQueries } from '../../renderer/app.tsx'
import { prefetch } from '../../renderer/api.ts'
import { askEarly } from '../../renderer/early-calls.ts'
import { createFakeBridge } from './fake-bridge.ts'

const keysOf = (calls: readonly unknown[]) => calls.map((one) => JSON.stringify(one))

beforeEach(() => {
  cleanup()
  localStorage.clear()
  window.location.hash = '#/overview'
})

it('are all questions that the overview asks: none reaches the backend twice', async () => {
  const bridge = createFakeBridge()
  const early = askEarly(bridge)
  const questions = await early.asked
  expect(questions.map(({ method }) => method)).toContain('usage.series')
  expect(bridge.calls).toHaveLength(questions.length)
  const queries = createQueries()
  await prefetch(early.bridge, queries, questions)
  render(<App bridge={early.bridge} queries={queries} />)
  await screen.findByText('Top movers')
  const asked = keysOf(bridge.calls)
  expect(asked.filter((one, at) => asked.indexOf(one) !== at)).toEqual([])
  expect(asked.length).toBeGreaterThan(questions.length)
  for (const { queryKey } of queries.getQueryCache().getAll().slice(0, questions.length)) {
    expect(queries.getQueryCache().find({ queryKey })?.getObserversCount()).toBeGreaterThan(0)
  }
})

it('are only those of the frame where the ledger is empty or another view opens', async () => {
  const frame = ['ledger.status', 'settings.get', 'surfaces.colours']
  expect((await askEarly(createFakeBridge({ empty: true })).asked).map(({ method }) => method)).toEqual(frame)
  window.location.hash = '#/data'
  expect((await askEarly(createFakeBridge()).asked).map(({ method }) => method)).toEqual(frame)
})

it('are answered anew once the ledger has changed', async () => {
  const bridge = createFakeBridge()
  const early = askEarly(bridge)
  await early.asked
  const before = bridge.calls.length
  bridge.emit({ type: 'changed' })
  await early.bridge.call('ledger.status', {})
  expect(bridge.calls).toHaveLength(before + 1)
})
