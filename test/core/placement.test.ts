// Placement labels and keys: what a person reads, and what survives a round trip.
import { describe, expect, it } from 'vitest'
import {
  batchCaches, comparePlacements, parsePlacementKey, placementKey, placementLabel, PLACEMENTS,
} from '../../src/core/placement.ts'

describe('placement', () => {
  it('names placements in plain words', () => {
    expect(placementLabel({ platform: 'anthropic', route: 'us' })).toBe('Anthropic direct · US only')
    expect(placementLabel({ platform: 'bedrock', route: 'geo-eu' })).toBe('Bedrock · EU')
    expect(placementLabel({ platform: 'bedrock', route: 'region' })).toBe('Bedrock · one region')
  })

  it('keeps the spelling of a route it does not know', () => {
    expect(placementLabel({ platform: 'bedrock', route: 'geo-mars' })).toBe('Bedrock · geo-mars')
  })

  it('reads its own keys back, and nothing else', () => {
    for (const placement of PLACEMENTS) expect(parsePlacementKey(placementKey(placement))).toEqual(placement)
    expect(parsePlacementKey('nowhere/global')).toBeNull()
    expect(parsePlacementKey('bedrock')).toBeNull()
    expect(parsePlacementKey('bedrock/')).toBeNull()
  })

  it('puts direct first and unknown routes last', () => {
    const sorted = [
      { platform: 'bedrock', route: 'geo-mars' }, { platform: 'bedrock', route: 'us-gov' },
      { platform: 'bedrock', route: 'global' }, { platform: 'anthropic', route: 'us' },
    ] as const
    expect([...sorted].sort(comparePlacements).map(placementKey)).toEqual([
      'anthropic/us', 'bedrock/global', 'bedrock/us-gov', 'bedrock/geo-mars',
    ])
  })

  it('knows that Bedrock batch does not cache', () => {
    expect(batchCaches({ platform: 'bedrock', route: 'global' })).toBe(false)
    expect(batchCaches({ platform: 'anthropic', route: 'global' })).toBe(true)
  })
})
