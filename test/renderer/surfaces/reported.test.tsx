// What a provider reports of latency stands beside the surfaces whose requests carry none, as what it is.
import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { openApp } from '../harness-app.tsx'

it('is told by model, with its days and calls', async () => {
  openApp('surfaces')
  expect(await screen.findByText('Latency by model, as CloudWatch reports it')).toBeTruthy()
  expect(screen.getByText(/^CloudWatch reports for Claude Opus 5\.5 on .*: latency p50 800 to 1,150 ms, p95 2,900 to 4,100 ms, by day \(12 days, 3,400 calls of all surfaces\)\.$/)).toBeTruthy()
})
