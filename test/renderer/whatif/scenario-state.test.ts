// Steps from one scenario to the next.
import { describe, expect, it } from 'vitest'
import { scenario as schema } from '../../../src/api/contract/contract.ts'
import {
  addMove, batchWithoutCache, copyName, duplicateMove, emptyScenario, moveTitle, patchMove, removeMove, sameScenario, shareLeft,
  withHitRate, withModel,
} from '../../../renderer/views/whatif/scenario-state.ts'

const eu = { platform: 'bedrock', route: 'geo-eu' } as const
const start = addMove(emptyScenario('Test', { from: '2026-10-26', to: '2026-11-22' }), { surface: 'voice', sharePct: 100 })

describe('scenario steps', () => {
  it('stay inside the contract', () => {
    const changed = withHitRate(patchMove(start, 0, { to: eu, tier: 'batch', fixedMonthlyUsd: '380.50' }), 0, 40)
    expect(schema.parse(changed)).toEqual(changed)
  })

  it('take a setting away with undefined, leaving no empty key for the strict contract', () => {
    const back = patchMove(patchMove(start, 0, { to: eu }), 0, { to: undefined })
    expect(back).toEqual(start)
    expect(Object.keys(back.moves[0] ?? {})).toEqual(['surface', 'sharePct'])
  })

  it('keep the TTL when the hit rate moves', () => {
    const oneHour = patchMove(start, 0, { cache: { mode: 'hit-rate', hitRatePct: 10, ttl: '1h' } })
    expect(withHitRate(oneHour, 0, 20).moves[0]?.cache).toEqual({ mode: 'hit-rate', hitRatePct: 20, ttl: '1h' })
  })

  it('map a model, and unmap it when it maps to itself', () => {
    const mapped = withModel(start, 0, { from: 'claude-opus-5-5', to: 'claude-sonnet-5-5' })
    expect(mapped.moves[0]?.modelMap).toEqual({ 'claude-opus-5-5': 'claude-sonnet-5-5' })
    expect(withModel(mapped, 0, { from: 'claude-opus-5-5', to: 'claude-opus-5-5' })).toEqual(start)
  })

  it('duplicate and remove only the move meant', () => {
    const two = addMove(start, { surface: 'evals', sharePct: 50 })
    expect(duplicateMove(two, 1).moves.map((move) => move.surface)).toEqual(['voice', 'evals', 'evals'])
    expect(duplicateMove(two, 1).moves.map((move) => move.sharePct)).toEqual([100, 25, 25])
    expect(removeMove(two, 0).moves.map((move) => move.surface)).toEqual(['evals'])
  })

  it('keep the shares of a surface within its traffic', () => {
    const part = patchMove(start, 0, { sharePct: 65.1 })
    expect(shareLeft(part, 'voice')).toBe(34.9)
    expect(shareLeft(part, 'voice', 0)).toBe(100)
    expect(shareLeft(part, 'evals')).toBe(100)
    expect(duplicateMove(part, 0).moves.map((move) => move.sharePct)).toEqual([32.6, 32.5])
  })

  it('know where batch means no caching', () => {
    const batch = { surface: 'evals', sharePct: 100, tier: 'batch' } as const
    const direct = { platform: 'anthropic', route: 'global' } as const
    expect(batchWithoutCache({ ...batch, to: eu }, [direct])).toBe(true)
    expect(batchWithoutCache({ ...batch, to: direct }, [eu])).toBe(false)
    expect(batchWithoutCache(batch, [eu])).toBe(true)
    expect(batchWithoutCache(batch, [eu, direct])).toBe(false)
    expect(batchWithoutCache({ ...batch, tier: 'standard', to: eu }, [eu])).toBe(false)
  })

  it('compare by content, not by the order of keys', () => {
    expect(sameScenario(start, { moves: start.moves, growthPctPerMonth: 0, horizonMonths: 12, name: 'Test',
      window: { to: '2026-11-22', from: '2026-10-26' } })).toBe(true)
    expect(sameScenario(start, { ...start, horizonMonths: 24 })).toBe(false)
  })

  it('name moves and copies in words', () => {
    expect(moveTitle({ surface: '*', sharePct: 100, to: eu })).toBe('All surfaces to Bedrock · EU')
    expect(copyName('Plan', [])).toBe('Copy of Plan')
    expect(copyName('Plan', ['Copy of Plan'])).toBe('Copy of Plan 2')
    expect(copyName('Copy of Plan', ['Copy of Plan', 'Copy of Plan 2'])).toBe('Copy of Plan 3')
  })
})
