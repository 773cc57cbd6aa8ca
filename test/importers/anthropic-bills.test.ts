// What holds for all of Anthropic's bills: no digit of a sum is lost, the three never take each other's files, and broken
// ones are counted.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PICO_PER_USD } from '../../src/core/money.ts'
import { adminCostReport } from '../../src/importers/admin-cost-report.ts'
import { analyticsCost } from '../../src/importers/analytics-cost.ts'
import { consoleCostCsv } from '../../src/importers/console-cost-csv.ts'
import { IMPORTERS } from '../../src/importers/registry.ts'
import { collectEntries, collectRows, headOf, type Collected } from './collecting-sink.ts'

const DAY = { starting_at: '2026-11-01T00:00:00Z', ending_at: '2026-11-02T00:00:00Z' }

/** A whole number of units and the decimal text of it, with zeros at the end as chance has it. */
function decimals(places: number) {
  const whole = fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n })
  return fc.tuple(whole, fc.integer({ min: 0, max: places })).map(([units, written]) => {
    const size = (units < 0n ? -units : units).toString().padStart(written + 1, '0')
    const text = written === 0 ? size : `${size.slice(0, -written)}.${size.slice(-written)}`
    return { text: units < 0n ? `-${text}` : text, units, written }
  })
}

const billedOf = ({ records }: Collected): bigint => records.reduce((sum, { bill }) => sum + (bill?.billed ?? 0n), 0n)
const listOf = ({ records }: Collected): bigint => records.reduce((sum, { bill }) => sum + (bill?.list ?? 0n), 0n)

describe('sums are kept to the last digit', () => {
  // A cent has 10 decimals left down to a pico-USD: units x 10^(10 - written).
  const sumOfCents = (amounts: readonly { units: bigint; written: number }[]): bigint =>
    amounts.reduce((sum, { units, written }) => sum + units * 10n ** BigInt(10 - written), 0n)

  test('cost report', () => {
    fc.assert(fc.property(fc.array(decimals(10), { minLength: 1 }), (amounts) => {
      const results = amounts.map(({ text }, index) => ({ amount: text, currency: 'USD', description: `line ${index}` }))
      const seen = collectEntries(adminCostReport, [JSON.stringify({ ...DAY, results })])
      expect(seen.records).toHaveLength(amounts.length)
      expect(billedOf(seen)).toBe(sumOfCents(amounts))
    }))
  })

  test('cost analytics, billed and list', () => {
    fc.assert(fc.property(fc.array(fc.tuple(decimals(10), decimals(10)), { minLength: 1 }), (pairs) => {
      const data = pairs.map(([amount, list], index) => ({
        ...DAY, group: { model: `m${index}` }, cost: { amount: amount.text, list_amount: list.text, currency: 'USD' },
      }))
      const seen = collectEntries(analyticsCost, [JSON.stringify({ data })])
      expect(billedOf(seen)).toBe(sumOfCents(pairs.map(([amount]) => amount)))
      expect(listOf(seen)).toBe(sumOfCents(pairs.map(([, list]) => list)))
    }))
  })

  test('console CSV, each row within its own rounding', () => {
    fc.assert(fc.property(fc.array(decimals(12), { minLength: 1 }), (amounts) => {
      const seen = collectRows(consoleCostCsv, amounts.map(({ text }) => ({ usage_date_utc: '2026-11-01', cost_usd: text })))
      const sum = amounts.reduce((total, { units, written }) => total + units * 10n ** BigInt(12 - written), 0n)
      expect(billedOf(seen)).toBe(sum)
      expect(new Set(seen.records.map(({ reportKey }) => reportKey)).size).toBe(amounts.length)
      expect(seen.records.map(({ bill }) => bill?.roundedTo)).toEqual(
        amounts.map(({ written }) => PICO_PER_USD / 10n ** BigInt(Math.max(2, written))),
      )
    }))
  })
})

describe('each is claimed by its importer alone', () => {
  const claims = (text: string) =>
    IMPORTERS.filter((importer) => importer.identify(headOf(text)) !== null).map(({ id }) => id)

  test.each([
    ['admin-cost-report', JSON.stringify({ data: [{ ...DAY, results: [{ amount: '1', currency: 'USD' }] }], has_more: false })],
    ['admin-usage-report', JSON.stringify({
      data: [{ ...DAY, results: [{ uncached_input_tokens: 1, output_tokens: 2 }] }], has_more: false,
    })],
    ['analytics-cost', JSON.stringify({ data: [{ ...DAY, group: {}, cost: { amount: '1', currency: 'USD' } }], data_refreshed_at: 'x' })],
    ['analytics-usage', JSON.stringify({ data: [{ ...DAY, group: {}, usage: { uncached_input_tokens: 1 } }], data_refreshed_at: 'x' })],
    ['console-cost-csv', 'usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,cost_type\n'],
    ['console-usage-csv', 'usage_date_utc,model_version,usage_input_tokens_no_cache,usage_output_tokens\n'],
  ])('%s', (id, text) => {
    expect(claims(text)).toEqual([id])
  })
})

describe('whatever the bytes, every entry is accounted for', () => {
  const KEYS = [
    'data', 'results', 'group', 'cost', 'amount', 'list_amount', 'currency', 'starting_at', 'ending_at', 'data_refreshed_at',
    'cost_type', 'token_type', 'model', 'description', 'workspace_id', '__proto__', 'constructor',
  ]
  const TEXTS = ['USD', '1.5', '-2e-3', '1e999', '2026-11-01', '2026-11-02', 'tokens', 'output_tokens', '9'.repeat(120)]
  const leaf = fc.oneof(fc.constantFrom(null, true, 0, 1.5, -1, 1e300, ...TEXTS), fc.string())
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, depthSize: 'small' },
      leaf, fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 8 }),
    ),
  })).value
  const total = ({ records, ignored, rejected }: Collected) => records.length + ignored.length + rejected.length

  test.each([adminCostReport, analyticsCost])('JSON of every shape: $id', (importer) => {
    fc.assert(fc.property(fc.array(json, { maxLength: 5 }), fc.nat(400), (values, cut) => {
      const texts = values.map((value) => JSON.stringify(value))
      texts.push((texts[0] ?? '').slice(0, cut))
      const seen = collectEntries(importer, texts)
      expect(total(seen)).toBe(texts.length + seen.extra)
      for (const text of texts) importer.identify(headOf(text))
    }), { numRuns: 500 })
  })

  test.each([adminCostReport, analyticsCost])('a hundred thousand brackets: $id', (importer) => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    const seen = collectEntries(importer, [deep, deep.slice(9), '{"data":'.repeat(50_000)])
    expect(total(seen)).toBe(3 + seen.extra)
  })

  test('CSV rows of every content', () => {
    const columns = ['usage_date_utc', 'model', 'cost_usd', 'list_price_usd', 'token_type', 'cost_type', 'context_window']
    const row = fc.dictionary(fc.constantFrom(...columns), fc.oneof(fc.string(), fc.constantFrom(...TEXTS)))
    fc.assert(fc.property(fc.array(row), (rows) => {
      expect(total(collectRows(consoleCostCsv, rows))).toBe(rows.length)
    }))
  })
})
