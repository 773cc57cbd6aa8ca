// What the tables of cloud bills share: columns in two spellings, maps, tags, periods and identities.
import { describe, expect, test } from 'vitest'
import { LineKeys } from '../../src/importers/aws-bill.ts'
import { BillColumns, headerColumns, mapOf, snakeCase, textOrNull } from '../../src/importers/bill-columns.ts'
import { periodFrom } from '../../src/importers/bill-period.ts'
import { chosenTags } from '../../src/importers/bill-tags.ts'
import { headOf } from './collecting-sink.ts'

describe('columns', () => {
  test.each([
    ['lineItem/UsageStartDate', 'line_item_usage_start_date'],
    ['line_item_usage_start_date', 'line_item_usage_start_date'],
    ['product/ProductName', 'product_product_name'],
    ['pricing/publicOnDemandCost', 'pricing_public_on_demand_cost'],
    ['bill/BillType', 'bill_bill_type'],
  ])('%s', (name, spelled) => {
    expect(snakeCase(name)).toBe(spelled)
  })

  test('the first column that says something', () => {
    const columns = new BillColumns(['a/B', 'c'], snakeCase)
    expect(columns.text({ 'a/B': ' NULL ', c: ' x ' }, 'a_b', 'c', 'd')).toBe('x')
    expect(columns.text({ 'a/B': '', c: '' }, 'a_b', 'c')).toBeNull()
    expect(columns.has('a_b')).toBe(true)
    expect(columns.has('a/B')).toBe(false)
  })

  test.each(['', '  ', 'NULL', 'null', 'None', 'N/A', 'NaN'])('%j says nothing', (text) => {
    expect(textOrNull(text)).toBeNull()
  })

  test('quotes and a byte order mark around names', () => {
    expect(headerColumns(headOf('\uFEFF"a", b\r\n1,2'))).toEqual(['a', 'b'])
  })
})

test.each([
  ['{"a":"x","b":null,"c":7,"d":""}', [['a', 'x']]],
  ['[{"key":"a","value":"x"},{"key":"b","value":null}]', [['a', 'x']]],
  ['[["a","x"],["b"],7]', [['a', 'x']]],
  ['not JSON', []],
  ['"text"', []],
  [null, []],
])('map %j', (text, pairs) => {
  expect(mapOf(text)).toEqual(pairs)
})

describe('tags', () => {
  test.each([
    'resourceTags/user:costCenter', 'resource_tags_user_cost_center', 'user_cost_center', 'user:costCenter', 'CostCenter', 'cost-center',
    'iamPrincipal/costCenter', 'iam_principal_cost_center', 'tags/user:costcenter',
  ])('%s', (key) => {
    expect(chosenTags([[key, '42']], ['surface', 'costCenter'])).toEqual({ costCenter: '42' })
  })

  test.each(['aws_created_by', 'resourceTags/aws:costCenter', 'user_cost_center_2', 'costs'])('%s is not chosen', (key) => {
    expect(chosenTags([[key, '42']], ['costCenter'])).toEqual({})
  })

  test('a tag of the resource wins over one of the caller, in any order', () => {
    const tags = [['resourceTags/user:team', 'resource'], ['iamPrincipal/team', 'caller']] as const
    expect(chosenTags(tags, ['team'])).toEqual({ team: 'resource' })
    expect(chosenTags(tags.toReversed(), ['team'])).toEqual({ team: 'resource' })
  })
})

describe('periods', () => {
  const at = (text: string) => Date.parse(`${text}Z`)
  test.each([
    ['2026-11-03T00:00:00Z', '2026-11-04T00:00:00Z', '2026-11-04T00:00:00'],
    ['2026-11-03 07:00:00.000', '2026-11-03 08:00:00.000', '2026-11-03T08:00:00'],
    ['2026-11-01T00:00:00Z', '2026-11-30T23:59:59Z', '2026-12-01T00:00:00'],
    ['2026-11-01T00:00:00Z', '2026-11-30T23:59:59.999Z', '2026-12-01T00:00:00'],
    ['2026-11-03', null, '2026-11-04T00:00:00'],
    ['2026-11-03T07:00:00Z', null, '2026-11-03T08:00:00'],
    ['2026-11-03T00:00:00Z', '2026-11-03T00:00:00Z', '2026-11-03T00:00:00'],
  ])('%s to %s', (start, end, expected) => {
    expect(periodFrom(start, end, 'Start').endMs).toBe(at(expected))
  })

  test.each([[null, null], ['3.11.2026', null], ['2026-11-03', 'later']])('%s to %s is refused', (start, end) => {
    expect(() => periodFrom(start, end, 'Start')).toThrow(/Start is not a time/)
  })
})

describe('identities', () => {
  const keysOf = (...lines: readonly unknown[][]) => {
    const keys = new LineKeys('aws-cur')
    return lines.map((line) => keys.next(line))
  }

  test('lines alike are told apart by their order, and the same in the next delivery', () => {
    const first = keysOf(['a'], ['b'], ['a'], ['a'])
    expect(new Set(first).size).toBe(4)
    expect(first[2]).toBe(`${first[0]}#2`)
    expect(keysOf(['a'], ['a'], ['b'], ['a']).toSorted()).toEqual(first.toSorted())
  })

  test('null is another thing than the word', () => {
    expect(new Set(keysOf(['a', null], ['a', 'null'], ['a'])).size).toBe(3)
  })
})
