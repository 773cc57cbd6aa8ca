// Labels beside lines keep their order and their distance.
import { describe, expect, it } from 'vitest'
import { spread } from '../../../renderer/views/caching/end-labels.ts'

describe('spread', () => {
  it('leaves labels that have room, and pushes those that touch', () => {
    expect(spread([{ key: 'b', y: 12 }, { key: 'a', y: 10 }, { key: 'c', y: 80 }], 14, 100)).toEqual([
      { key: 'a', y: 10 }, { key: 'b', y: 24 }, { key: 'c', y: 80 },
    ])
  })

  it('pushes back up at the lower edge', () => {
    expect(spread([{ key: 'a', y: 95 }, { key: 'b', y: 99 }], 14, 100).map((label) => label.y)).toEqual([86, 100])
  })
})
