// What the name of a series says, and what keeps two files from hiding or doubling each other.
import { expect, test } from 'vitest'
import { cloudwatchMetrics } from '../../src/importers/cloudwatch-metrics.ts'
import { seriesName } from '../../src/importers/cloudwatch-series.ts'
import { collectEntries, PLAIN } from './collecting-sink.ts'

test.each([
  ['m1', 'InputTokenCount', 'uncachedInput', null],
  ['m1', 'global.anthropic.claude-opus-5-5 CacheWriteInputTokenCount', 'cacheWrite', 'global.anthropic.claude-opus-5-5'],
  ['cache_read_input_tokens', 'us.anthropic.claude-opus-5', 'cacheRead', 'us.anthropic.claude-opus-5'],
  ['output_opus', 'claude-opus-5', 'output', 'claude-opus-5'],
  ['m1', 'InvocationLatency', null, null],
  ['q', 'EstimatedTPMQuotaUsage us.anthropic.claude-opus-5', null, 'us.anthropic.claude-opus-5'],
])('id %s, label %s', (id, label, kind, model) => {
  expect(seriesName(id, label, 'metrics.json')).toMatchObject({ kind, model })
})

test('the Region comes from the label, else from the path', () => {
  expect(seriesName('m', 'eu-west-1 InputTokenCount', 'us-east-1/a.json').region).toBe('eu-west-1')
  expect(seriesName('m', 'InputTokenCount', 'metrics_us-gov-west-1.json').region).toBe('us-gov-west-1')
  expect(seriesName('m', 'us.anthropic.claude-opus-5 InputTokenCount', 'metrics.json').region).toBeNull()
})

const ONE = '{"Label":"us.anthropic.claude-opus-5 InputTokenCount","Datapoints":[{"Timestamp":"2026-11-01T05:00:00Z","Sum":7}]}'
const keyIn = (sourceName: string, text = ONE): (string | null | undefined)[] =>
  collectEntries(cloudwatchMetrics, [text], { ...PLAIN, sourceName }).records.map(({ reportKey }) => reportKey)

test('a point is the same in every file of its Region, and another one in another Region', () => {
  expect(keyIn('a.json')).toEqual(keyIn('b.json'))
  expect(keyIn('us-east-1/a.json')).not.toEqual(keyIn('us-west-2/a.json'))
})

test('series that name no model stay apart: by file, and by id where one file has two', () => {
  const nameless = ONE.replace('us.anthropic.claude-opus-5 ', '')
  expect(keyIn('a.json', nameless)).not.toEqual(keyIn('b.json', nameless))
  const series = (id: string) => ({ Id: id, Label: 'InputTokenCount', Timestamps: ['2026-11-01T05:00:00Z'], Values: [7] })
  const models = collectEntries(cloudwatchMetrics, [JSON.stringify({ MetricDataResults: [series('m1'), series('m2')] })]).records
    .map(({ passes }) => passes[0]?.model)
  expect(models).toEqual(['cloudwatch:log.json m1', 'cloudwatch:log.json m2'])
})
