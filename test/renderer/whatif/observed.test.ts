// What the logs show of a surface, from its cells.
import { describe, expect, it } from 'vitest'
import { observe } from '../../../renderer/views/whatif/observed.ts'
import type { ProjectionCell } from '../../../src/core/projection.ts'

function cell(surface: string, route: string, tokens: { uncachedInput: number; cacheRead: number }, tier = 'standard'): ProjectionCell {
  return {
    surface,
    priceClass: { platform: 'bedrock', route, model: 'claude-opus-5-5', tier, speed: 'standard', promptOver: 0, promptUpTo: null, assumptions: [] },
    utcDay: '2026-11-20', webSearches: 0, requests: 1, tokens: { ...tokens, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
  }
}

describe('observe', () => {
  const observed = observe([
    cell('voice', 'geo-eu', { uncachedInput: 100, cacheRead: 300 }),
    cell('voice', 'global', { uncachedInput: 500, cacheRead: 100 }),
    cell('evals', 'global', { uncachedInput: 10, cacheRead: 0 }, 'batch'),
  ])

  it('takes the hit rate over sums: (300 + 100) / 1,000', () => {
    expect(observed.get('voice')?.hitRatePct).toBe(40)
    expect(observed.get('evals')?.hitRatePct).toBe(0)
  })

  it('puts the placement with most tokens first', () => {
    expect(observed.get('voice')?.placements.map((placement) => placement.route)).toEqual(['global', 'geo-eu'])
  })

  it('holds all surfaces together under *', () => {
    expect(observed.get('*')).toMatchObject({ hasBatch: true, tokens: { uncachedInput: 610, cacheRead: 400 } })
    expect(observed.get('voice')?.hasBatch).toBe(false)
  })
})
