// Rates over sums, gaps that stay gaps, and the comparison with the claim.
import { describe, expect, it } from 'vitest'
import { cachingOf, claimVerdict, surfaceRows, timeline } from '../../../renderer/views/caching/caching-model.ts'
import type { TotalsRow } from '../../../src/api/contract/shapes.ts'

const zero = { uncachedInput: '0', cacheRead: '0', cacheWrite5m: '0', cacheWrite1h: '0', output: '0', webSearches: '0' }

function row(keys: TotalsRow['keys'], more: Partial<TotalsRow> = {}): TotalsRow {
  return {
    keys, requests: 1, webSearches: 0, listCost: '400', costByClass: zero, unpricedRequests: 0, unpricedTokens: 0,
    lowerBound: false, lowerBoundCost: '0', assumptions: [],
    tokens: { uncachedInput: 100, cacheRead: 800, cacheWrite5m: 60, cacheWrite1h: 40, output: 50 },
    caching: { readSaving: '720', writePremium5m: '15', writePremium1h: '40', netSaving: '665', costWithoutCaching: '1065' },
    ...more,
  }
}

describe('cachingOf', () => {
  it('takes rates over sums', () => {
    const figures = cachingOf(row({}))
    expect(figures.hitRate).toBe(0.8) // 800 / (100 + 800 + 60 + 40)
    expect(figures.reuse).toBeCloseTo(0.8889, 4) // 800 / (800 + 60 + 40)
    expect(figures.writePremium).toBe(55n) // 15 + 40
    expect(figures.shareSaved).toBeCloseTo(0.6244, 4) // 665 / 1065
  })

  it('has no rate where nothing was sent, and no cost where nothing is priced', () => {
    const empty = row({}, {
      listCost: null, tokens: { uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 9 },
      caching: { readSaving: '0', writePremium5m: '0', writePremium1h: '0', netSaving: '0', costWithoutCaching: '0' },
    })
    expect(cachingOf(empty)).toMatchObject({ hitRate: null, reuse: null, shareSaved: null, listCost: null })
  })
})

describe('surfaceRows', () => {
  it('puts the largest saving first and a loss last', () => {
    const loss = { readSaving: '0', writePremium5m: '9', writePremium1h: '0', netSaving: '-9', costWithoutCaching: '100' }
    const rows = surfaceRows([row({ surface: 'cold' }, { caching: loss }), row({ surface: 'voice' })])
    expect(rows.map((one) => one.surface)).toEqual(['voice', 'cold'])
    expect(rows[1]?.shareSaved).toBe(-0.09)
  })
})

describe('timeline', () => {
  it('keeps days without data as gaps', () => {
    const points = timeline({
      buckets: ['2026-11-20', '2026-11-21', '2026-11-22'], bucketKey: 'day',
      rows: [row({ day: '2026-11-20', surface: 'voice' }), row({ day: '2026-11-22', surface: 'evals' })],
      totals: [row({ day: '2026-11-20' }), row({ day: '2026-11-22' })],
    })
    expect(points.map((point) => point.total?.hitRate ?? null)).toEqual([0.8, null, 0.8])
    const last = points[2]
    expect(last !== undefined && last.total !== null ? [...last.bySurface.keys()] : []).toEqual(['evals'])
  })
})

describe('claimVerdict', () => {
  it('says where a figure lies and whether the claim is about it at all', () => {
    expect(claimVerdict({ hitRate: 0.9, shareSaved: 0.7 })).toBe('inside the claimed band')
    expect(claimVerdict({ hitRate: 0.9, shareSaved: 0.5 })).toBe('below the claimed band')
    expect(claimVerdict({ hitRate: 0.4, shareSaved: 0.2 })).toBe('below the band; hit rate under 80\u202f%')
    expect(claimVerdict({ hitRate: null, shareSaved: null })).toBe('no data')
  })
})
