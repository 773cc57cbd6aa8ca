// Percentiles of days stay those of their days: a window shows their range, never one made of them.
import { expect, test } from 'vitest'
import type { LatencyReport } from '../../src/core/latency-report.ts'
import { reportedLatencyText, summariseLatency } from '../../src/core/reported-latency.ts'

const day = (utcDay: string, given: Partial<LatencyReport> = {}): LatencyReport => ({
  importer: 'cloudwatch-pull', platform: 'bedrock', route: 'geo-us', scope: '111122223333', region: 'us-east-1', rawModel: 'us.anthropic.claude-opus-5-5',
  model: 'claude-opus-5-5', utcDay, measure: 'latency', count: 10, averageMs: 900, p50Ms: 800, p95Ms: 2000, p99Ms: null, ...given,
})

test('days and Regions of one model on one placement are one range', () => {
  const summary = summariseLatency([day('2026-11-01'), day('2026-11-02', { p50Ms: 650.4, p95Ms: null }), day('2026-11-02', { region: 'us-west-2', p50Ms: 990.6, count: 5 })])
  // Two days, 25 calls; 650.4 and 990.6 to whole milliseconds.
  expect(summary).toEqual([{
    importer: 'cloudwatch-pull', platform: 'bedrock', route: 'geo-us', model: 'claude-opus-5-5', measure: 'latency', days: 2, count: 25,
    p50: { lowestMs: 650, highestMs: 991 }, p95: { lowestMs: 2000, highestMs: 2000 }, p99: null,
  }])
})

test('placements, models and measures stay apart', () => {
  const apart = [day('2026-11-01'), day('2026-11-01', { route: 'global' }), day('2026-11-01', { model: 'claude-haiku-5-5' }), day('2026-11-01', { measure: 'first-token' })]
  expect(summariseLatency(apart)).toHaveLength(4)
  expect(summariseLatency([])).toEqual([])
})

test('the sentence names an unknown model by its id, and one day as one', () => {
  const [told] = summariseLatency([day('2026-11-01', { model: 'ej8uoudeuci1', p95Ms: null })])
  expect(told === undefined ? '' : reportedLatencyText(told)).toMatch(/^CloudWatch reports for ej8uoudeuci1 on .+: latency p50 800 ms, by day \(1 day, 10 calls of all surfaces\)\.$/)
})
