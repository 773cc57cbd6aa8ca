import { describe, expect, it } from 'vitest'
import { MODELS } from '../../src/core/model-catalogue.ts'
import { resolveModel } from '../../src/core/model-id.ts'
import { modelIdOn } from '../../src/core/model-spelling.ts'
import { PLACEMENTS } from '../../src/core/placement.ts'

describe('the spelling of a model on a platform', () => {
  it('is read back as the same model and, on Bedrock, the same route', () => {
    for (const placement of PLACEMENTS) {
      for (const { id } of MODELS) {
        const spelled = modelIdOn(placement, id)
        if (spelled === null) continue
        const read = resolveModel(spelled)
        expect([spelled, read.model]).toEqual([spelled, id])
        if (placement.platform === 'bedrock') expect([spelled, read.bedrockRoute]).toEqual([spelled, placement.route])
      }
    }
  })

  it('is what each platform documents', () => {
    const haiku = 'claude-haiku-4-5-20251001'
    expect(modelIdOn({ platform: 'anthropic', route: 'us' }, haiku)).toBe(haiku)
    expect(modelIdOn({ platform: 'bedrock', route: 'geo-eu' }, haiku)).toBe('eu.anthropic.claude-haiku-4-5-20251001-v1:0')
    expect(modelIdOn({ platform: 'bedrock', route: 'region' }, 'claude-opus-5-5')).toBe('anthropic.claude-opus-5-5')
    expect(modelIdOn({ platform: 'google-cloud', route: 'multi-eu' }, haiku)).toBe('claude-haiku-4-5@20251001')
    expect(modelIdOn({ platform: 'google-cloud', route: 'global' }, 'claude-3-5-sonnet-20241022')).toBe('claude-3-5-sonnet-v2@20241022')
    expect(modelIdOn({ platform: 'foundry', route: 'global' }, haiku)).toBe('claude-haiku-4-5')
  })

  it('is not guessed for a model nobody knows', () => {
    expect(modelIdOn({ platform: 'bedrock', route: 'global' }, 'application-inference-profile/x7k2')).toBeNull()
    expect(modelIdOn({ platform: 'bedrock', route: 'unknown' }, 'claude-opus-5-5')).toBeNull()
  })
})
