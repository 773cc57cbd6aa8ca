// One cause, one line.
import { describe, expect, it } from 'vitest'
import { concernsText, warningLines } from '../../../renderer/views/whatif/warnings-model.ts'
import type { PicoRow } from '../../../src/core/projection-json.ts'

const parts = { model: 0n, route: 0n, tier: 0n, caching: 0n, tokenizer: 0n, discount: 0n, fixed: 0n }
const row = (surface: string, current: bigint, warnings: string[]): PicoRow =>
  ({ surface, current, projected: current, difference: 0n, parts, warnings })
const cold = (usd: string) => `Caches do not cross placements: the first day costs at most ${usd} USD more while they fill.`
const named = ({ surface }: PicoRow) => surface

describe('warnings', () => {
  it('name the surfaces of one cause in one line, dearest first', () => {
    const lines = warningLines([], [row('evals', 1n, ['Web search is lost.']), row('voice', 9n, ['Web search is lost.'])], named)
    expect(lines).toEqual([{ surfaces: ['voice', 'evals'], text: 'Web search is lost.' }])
  })

  it('add up what the first day costs: 18.60 + 0.45 = 19.05', () => {
    const lines = warningLines([], [row('voice', 9n, [cold('18.60')]), row('evals', 1n, [cold('0.45')])], named)
    expect(lines).toEqual([
      { surfaces: ['voice', 'evals'], text: 'Caches do not cross placements: the first day costs at most $19.05 more while they fill.' },
    ])
  })

  it('keep what concerns the projection as a whole first', () => {
    expect(warningLines(['No whole day.'], [row('voice', 9n, ['Lost.'])], named).map(({ surfaces }) => surfaces)).toEqual([[], ['voice']])
  })

  it('name two surfaces and count the rest', () => {
    expect(concernsText(['a', 'b'])).toBe('a and b')
    expect(concernsText(['a', 'b', 'c', 'd'])).toBe('a, b and 2 more')
  })
})
