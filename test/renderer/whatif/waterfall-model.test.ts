// The waterfall's bars meet end to end and sum to the difference.
import { describe, expect, it } from 'vitest'
import { waterfall } from '../../../renderer/views/whatif/waterfall-model.ts'

describe('waterfall', () => {
  it('walks from zero to the difference: -5 + 2 + 0 - 4 + 1 = -6', () => {
    const steps = waterfall({ model: -5n, route: 2n, tier: 0n, caching: -4n, tokenizer: 0n, discount: 0n, fixed: 1n })
    expect(steps.map((step) => [Number(step.from), Number(step.to)])).toEqual([
      [0, -5], [-5, -3], [-3, -3], [-3, -7], [-7, -7], [-7, -7], [-7, -6], [0, -6],
    ])
    expect(steps.at(-1)).toMatchObject({ key: 'difference', value: -6n })
  })
})
