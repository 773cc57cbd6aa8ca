// The compact cells come back as usage by surface, price class and day.
import { describe, expect, it } from 'vitest'
import { decodeCells, type CellsAnswer } from '../../../renderer/state/project-cells.ts'

const priceClass = {
  platform: 'bedrock', route: 'geo-eu', model: 'claude-opus-5-5', tier: 'standard', speed: 'standard', promptOver: 0,
  promptUpTo: 76_923, assumptions: [],
} as const
const answer: CellsAnswer = {
  classes: [{ ...priceClass, assumptions: [] }], surfaces: ['evals', 'voice'], utcDays: ['2026-11-20', '2026-11-21'],
  cells: [[1, 0, 1, 10, 20, 30, 40, 50, 2, 7], [0, 0, 0, 1, 0, 0, 0, 1, 0, null]], coveredDays: 2,
  window: { from: '2026-11-20', to: '2026-11-21', tz: 'Europe/Berlin', basis: {} },
}

describe('decodeCells', () => {
  it('reads the columns in the order of the contract', () => {
    expect(decodeCells(answer)[0]).toEqual({
      surface: 'voice', priceClass, utcDay: '2026-11-21', webSearches: 2, requests: 7,
      tokens: { uncachedInput: 10, cacheRead: 20, cacheWrite5m: 30, cacheWrite1h: 40, output: 50 },
    })
  })

  it('keeps an unknown request count unknown', () => {
    expect(decodeCells(answer)[1]?.requests).toBeNull()
  })

  it('refuses a row that points outside the lists', () => {
    expect(() => decodeCells({ ...answer, cells: [[5, 0, 0, 1, 1, 1, 1, 1, 0, 1]] })).toThrow(RangeError)
  })
})
