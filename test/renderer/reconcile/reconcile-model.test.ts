// The arithmetic of the Reconcile view on amounts worked out by hand.
import { describe, expect, test } from 'vitest'
import { bridgeRows } from '../../../renderer/views/reconcile/bridge-panel.tsx'
import { timeRows, stackOrder } from '../../../renderer/views/reconcile/over-time-model.ts'
import {
  bridge, daysOf, explained, notCovered, occurring, residualShare, runsText,
} from '../../../renderer/views/reconcile/reconcile-model.ts'
import { readGrouping, readRowKey, writeRowKey } from '../../../renderer/views/reconcile/row-key.ts'
import { heldDiscount } from '../../../renderer/views/reconcile/discount-model.ts'
import type { ReconcileFigures, ReconcileRow } from '../../../src/api/contract/reconcile-shapes.ts'
import { CAUSES, type Cause } from '../../../src/core/reconcile-types.ts'

/** Computed 100, parts as given; billed follows. */
function figures(parts: Partial<Record<Cause, bigint>>, computed = 100n): ReconcileFigures {
  const part = (cause: Cause) => (parts[cause] ?? 0n).toString()
  const residual = CAUSES.reduce((sum, cause) => sum + (parts[cause] ?? 0n), 0n)
  return {
    computed: computed.toString(), billed: (computed + residual).toString(), residual: residual.toString(), billedList: null,
    causes: {
      routePremium: part('routePremium'), cacheTtl: part('cacheTtl'), tier: part('tier'), promptBand: part('promptBand'),
      otherMeters: part('otherMeters'), dayEdge: part('dayEdge'), logGap: part('logGap'), billGap: part('billGap'),
      price: part('price'), discount: part('discount'), rounding: part('rounding'), unknown: part('unknown'),
    },
    computedTokens: 0, billedTokens: null, unpricedTokens: 0,
  }
}

const onDay = (day: string | null, parts: Partial<Record<Cause, bigint>>, computed = 100n): ReconcileRow => ({
  keys: { day }, ...figures(parts, computed),
})

describe('bridge', () => {
  test('each bar starts where the one before ended, and the last is the residual', () => {
    // 0 + 30 (gap) = 30; 30 - 12 (discount) = 18; 18 + 1 (unknown) = 19.
    expect(bridge(figures({ discount: -12n, logGap: 30n, unknown: 1n }))).toEqual([
      { key: 'logGap', value: 30n, from: 0n, to: 30n },
      { key: 'discount', value: -12n, from: 30n, to: 18n },
      { key: 'unknown', value: 1n, from: 18n, to: 19n },
      { key: 'residual', value: 19n, from: 0n, to: 19n },
    ])
  })

  test('the table behind it leads from computed to billed', () => {
    const rows = bridgeRows(figures({ discount: -12n, rounding: 2n }))
    const [first, ...rest] = rows.map(({ amount }) => amount)
    // 100 - 12 + 2 = 90.
    expect([first, ...rest]).toEqual([100n, -12n, 2n, 90n])
    expect(rows.map(({ name }) => name)).toEqual(['Computed list cost', 'Discount', 'Rounding', 'Billed'])
  })
})

describe('shares', () => {
  test('a plus does not hide a minus in what is explained', () => {
    // Parts by size: 30 + 12 + 10 = 52, of which 42 have a known cause. Residual 30 - 12 + 10 = 28; less unknown 18.
    const { amount, unknown, moved, share } = explained(figures({ logGap: 30n, discount: -12n, unknown: 10n }))
    expect({ amount, unknown, moved }).toEqual({ amount: 18n, unknown: 10n, moved: 52n })
    expect(share).toBeCloseTo(42 / 52, 8)
  })

  test('equal sides have nothing to explain', () => {
    expect(explained(figures({})).share).toBeNull()
    expect(occurring([figures({})])).toEqual([])
  })

  test('the residual is a share of what is billed, null where nothing is', () => {
    expect(residualShare(figures({ discount: -20n }))).toBe(-0.25)
    expect(residualShare(figures({ billGap: -100n }))).toBeNull()
  })
})

describe('days', () => {
  test('days of a cause are told as runs', () => {
    const rows = [onDay('2026-11-14', { logGap: 5n }), onDay('2026-11-15', { logGap: 5n }), onDay('2026-11-20', { discount: -1n }), onDay(null, { logGap: 1n })]
    expect(daysOf(rows, 'logGap')).toBe('On 14 to 15 Nov.')
    expect(daysOf(rows, 'tier')).toBe('')
  })

  test('on many days it is told where the most is', () => {
    const rows = ['01', '02', '03', '04', '05', '06', '07', '08'].map((day) => onDay(`2026-11-${day}`, { unknown: day === '05' || day === '06' ? -90n : 1n }))
    expect(daysOf([...rows, onDay('2026-11-08', { unknown: 50n })], 'unknown')).toBe('On 8 days, most on 5 to 6 Nov, 8 Nov.')
  })

  test('days of the logs outside those of a bill are in no figure', () => {
    const bill = {
      ...figures({}), platform: 'bedrock' as const, days: { both: 2, onlyLogs: 0, onlyBill: 0 }, firstDay: '2026-11-01', lastDay: '2026-11-20',
      bills: [], discount: null,
    }
    const logs = [{ platform: 'bedrock', day: '2026-11-20' }, { platform: 'bedrock', day: '2026-11-21' }, { platform: 'anthropic', day: '2026-11-20' }]
    expect([...notCovered(logs, [bill])]).toEqual([['bedrock', ['2026-11-21']], ['anthropic', ['2026-11-20']]])
  })

  test('many runs are cut', () => {
    expect(runsText(['2026-11-01', '2026-11-03', '2026-11-05', '2026-11-07', '2026-11-08', '2026-11-20'])).toBe('1 Nov, 3 Nov, 5 Nov and 2 more')
  })

  test('bars of a week hold the exact sums of its days, and days without either side stay empty', () => {
    const rows = [onDay('2026-11-02', { discount: -1n }), onDay('2026-11-04', { discount: -2n, rounding: 1n }), onDay('2026-11-10', { unknown: 7n })]
    const weeks = timeRows(rows, 'week', { from: '2026-11-02', to: '2026-11-15' })
    expect(weeks.map(({ bucket, residual }) => [bucket, residual])).toEqual([['2026-11-02', -2n], ['2026-11-09', 7n]])
    expect(timeRows(rows, 'day', { from: '2026-11-02', to: '2026-11-04' }).map(({ billed }) => billed)).toEqual([99n, 0n, 99n])
    expect(stackOrder(rows)).toEqual(['unknown', 'discount', 'rounding'])
  })
})

describe('address', () => {
  test('a row comes back from its key, with any characters in a model id', () => {
    const keys = { platform: 'bedrock', model: 'a=b,c/d', day: null }
    expect(readRowKey(writeRowKey(keys))).toEqual(keys)
    expect(readRowKey('')).toBeNull()
    expect(readRowKey('nonsense=1')).toBeNull()
  })

  test('a grouping is one key or two different ones', () => {
    expect(readGrouping('model,meter')).toEqual(['model', 'meter'])
    expect(readGrouping('model,model')).toEqual(['model'])
    expect(readGrouping('whatever')).toEqual(['day'])
  })
})

test('a discount on any of the same days is set already; one before them, or of another platform, is not', () => {
  const found = { pct: '12', exactPct: '12', evidence: 'stated' as const, of: '0', share: 1, firstDay: '2026-11-01', lastDay: '2026-11-30' }
  const held = (platform: 'bedrock' | 'anthropic', effectiveFrom: string | null, effectiveTo: string | null) => ({ id: 1, platform, pct: '10', effectiveFrom, effectiveTo })
  expect(heldDiscount([held('bedrock', null, '2026-10-31')], 'bedrock', found)).toBeNull()
  expect(heldDiscount([held('anthropic', null, null)], 'bedrock', found)).toBeNull()
  expect(heldDiscount([held('bedrock', '2026-11-30', null)], 'bedrock', found)?.pct).toBe('10')
})
