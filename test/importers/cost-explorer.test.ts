// Cost Explorer replies: which cost, which identity, and heads that are or are not one.
import { describe, expect, test } from 'vitest'
import { costExplorer } from '../../src/importers/cost-explorer.ts'
import { collectEntries, headOf, PLAIN } from './collecting-sink.ts'

const SERVICE = { Type: 'DIMENSION', Key: 'SERVICE' }
const USAGE_TYPE = { Type: 'DIMENSION', Key: 'USAGE_TYPE' }
const HAIKU = 'Claude Haiku 4.5 (Amazon Bedrock Edition)'
const INPUT = 'USE1-MP:USE1_InputTokenCount-Units'

interface Asked {
  definitions?: readonly object[]
  keys?: readonly string[]
  costs: Record<string, string>
  period?: { Start: string; End: string }
}

function replyOf({ definitions = [SERVICE, USAGE_TYPE], keys = [HAIKU, INPUT], costs, period }: Asked): string {
  const metrics = Object.entries(costs).map(([name, amount]) => [name, { Amount: amount, Unit: name === 'UsageQuantity' ? 'N/A' : 'USD' }])
  const group = { Keys: keys, Metrics: Object.fromEntries(metrics) }
  const result = { TimePeriod: period ?? { Start: '2026-11-03', End: '2026-11-04' }, Total: {}, Groups: [group], Estimated: false }
  return JSON.stringify({ GroupDefinitions: definitions, ResultsByTime: [result] })
}

const read = (...asked: Asked[]) => collectEntries(costExplorer, asked.map(replyOf))

describe('which cost', () => {
  test.each([
    [{ UnblendedCost: '3' }, 3n, null],
    [{ UnblendedCost: '3', NetUnblendedCost: '2' }, 2n, 3n],
    [{ BlendedCost: '9', UnblendedCost: '3', AmortizedCost: '8' }, 3n, null],
    [{ BlendedCost: '9', AmortizedCost: '8' }, 8n, null],
    [{ NetAmortizedCost: '7', AmortizedCost: '8' }, 7n, null],
    [{ BlendedCost: '9' }, 9n, null],
  ])('%j', (costs, billed, list) => {
    const pico = (dollars: bigint) => dollars * 10n ** 12n
    expect(read({ costs }).records[0]?.bill).toMatchObject({ billed: pico(billed), list: list === null ? null : pico(list) })
  })
})

describe('identity', () => {
  const key = (asked: Asked) => read(asked).records[0]?.reportKey

  test('a later reply of the same groups replaces the earlier one, whatever the order of the keys', () => {
    const first = key({ costs: { UnblendedCost: '3', UsageQuantity: '3' } })
    expect(key({ costs: { UnblendedCost: '4' } })).toBe(first)
    expect(key({ definitions: [USAGE_TYPE, SERVICE], keys: [INPUT, HAIKU], costs: { UnblendedCost: '3' } })).toBe(first)
    expect(key({ definitions: [], keys: [INPUT, HAIKU], costs: { UnblendedCost: '3' } })).toBe(first)
  })

  test('another period, key or dimension is another line', () => {
    const costs = { UnblendedCost: '3' }
    const keys = [
      key({ costs }),
      key({ costs, period: { Start: '2026-11-03', End: '2026-11-05' } }),
      key({ costs, period: { Start: '2026-11-04', End: '2026-11-05' } }),
      key({ costs, keys: [HAIKU, INPUT.replace('Input', 'Output')] }),
      key({ costs, definitions: [SERVICE], keys: [HAIKU] }),
      key({ costs, definitions: [SERVICE, { Type: 'TAG', Key: 'surface' }], keys: [HAIKU, 'surface$'] }),
    ]
    expect(new Set(keys).size).toBe(keys.length)
  })
})

test.each([
  ['Amazon Bedrock', 'rejected'], ['Amazon Bedrock Service', 'rejected'], ['Amazon Bedrock AgentCore', 'ignored'], ['AWS Lambda', 'ignored'],
] as const)('%s without usage types is %s', (service, outcome) => {
  const collected = read({ definitions: [SERVICE], keys: [service], costs: { UnblendedCost: '1' } })
  expect(collected[outcome]).toHaveLength(1)
  expect(collected.records).toEqual([])
})

test('tags: only the chosen keys, whoever set them', () => {
  const tagged = (name: string) => read({
    definitions: [SERVICE, { Type: 'TAG', Key: name }], keys: [HAIKU, `${name}$search`], costs: { UnblendedCost: '1' },
  }).records[0]?.origin.tags
  expect(tagged('surface')).toEqual({ surface: 'search' })
  expect(tagged('user:surface')).toEqual({ surface: 'search' })
  expect(tagged('iamPrincipal/team')).toEqual({ team: 'search' })
  expect(tagged('costcenter')).toEqual({})
})

test('the user may say platform and route', () => {
  const options = { ...PLAIN, route: 'geo-eu' }
  const { records } = collectEntries(costExplorer, [replyOf({ costs: { UnblendedCost: '1' } })], options)
  expect(records[0]).toMatchObject({ platform: 'bedrock', route: 'geo-eu', assumptions: [] })
})

describe('identification', () => {
  const reply = replyOf({ costs: { UnblendedCost: '1' } })
  test.each([
    [reply, null],
    [JSON.stringify(JSON.parse(reply), null, 2), null],
    [`[${reply},${reply}]`, []],
    [JSON.stringify([{ TimePeriod: {}, Groups: [] }]), []],
    [JSON.stringify({ Estimated: true, Groups: [], Total: {} , TimePeriod: {} }), null],
  ])('%#', (text, path) => {
    expect(costExplorer.identify(headOf(text))).toEqual({ score: 94, framing: { kind: 'values', path } })
  })

  test.each(['{"data":[]}', '{"MetricDataResults":[]}', '{"note":"ResultsByTime"}', 'TimePeriod,Groups'])('%s is no reply', (text) => {
    expect(costExplorer.identify(headOf(text))).toBeNull()
  })
})
