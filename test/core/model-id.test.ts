import { describe, expect, it } from 'vitest'
import { MODELS, modelFacts } from '../../src/core/model-catalogue.ts'
import { resolveModel } from '../../src/core/model-id.ts'

describe('ids of the Anthropic API', () => {
  it('knows 32 models', () => {
    expect(MODELS).toHaveLength(32)
    expect(modelFacts('claude-opus-5-5')?.tokenizer).toBe('4.7+')
    expect(modelFacts('claude-opus-4-6')?.tokenizer).toBe('pre-4.7')
  })

  it.each(MODELS.map(({ id }) => id))('resolves %s to itself', (id) => {
    expect(resolveModel(id)).toEqual({ model: id, known: true, bedrockRoute: null, fast: false, profile: null, isApplicationProfile: false })
  })

  it.each(MODELS.flatMap(({ id, aliases }) => aliases.map((alias) => [alias, id] as const)))('resolves the alias %s', (alias, id) => {
    expect(resolveModel(alias)).toMatchObject({ model: id, known: true })
  })

  it.each([
    ['claude-opus-5', 'claude-opus-5'], ['claude-opus-5-5', 'claude-opus-5-5'],
    ['claude-sonnet-5', 'claude-sonnet-5'], ['claude-sonnet-5-5', 'claude-sonnet-5-5'],
    ['claude-fable-5', 'claude-fable-5'], ['claude-fable-5-1', 'claude-fable-5-1'], ['claude-fable-5-2', 'claude-fable-5-2'],
    ['claude-opus-4-20250514', 'claude-opus-4-20250514'], ['claude-opus-4-1-20250805', 'claude-opus-4-1-20250805'],
  ])('never takes %s for a model it begins like', (raw, model) => {
    expect(resolveModel(raw).model).toBe(model)
  })

  it.each([
    ['  Claude-Opus-5-5 ', 'claude-opus-5-5'],
    ['anthropic/claude-opus-5-5', 'claude-opus-5-5'],
    ['claude-opus-4-6[1m]', 'claude-opus-4-6'],
    ['claude-haiku-4-5@20251001', 'claude-haiku-4-5-20251001'],
    ['claude-3-5-sonnet-v2@20241022', 'claude-3-5-sonnet-20241022'],
    ['claude-3-5-sonnet@20240620', 'claude-3-5-sonnet-20240620'],
    ['claude-opus-5-5-20260922', 'claude-opus-5-5'],
  ])('normalises %s', (raw, model) => {
    expect(resolveModel(raw)).toMatchObject({ model, known: true })
  })

  it('reads the fast mode of gateway ids', () => {
    expect(resolveModel('anthropic/claude-opus-5-fast')).toMatchObject({ model: 'claude-opus-5', fast: true, known: true })
    expect(resolveModel('claude-opus-9-fast')).toMatchObject({ model: 'claude-opus-9-fast', fast: false, known: false })
  })

  it.each(['claude-opus-9', 'claude-opus-5-5-5', 'claude-opus', 'claude', '', 'gpt-5', 'claude-sonnet-6', 'claude-3-5-sonnet', 'claude-opus-5.5', '<synthetic>'])(
    'keeps %j as it is and unknown', (raw) => {
      expect(resolveModel(raw)).toMatchObject({ model: raw, known: false, bedrockRoute: null })
    })
})

describe('ids of Amazon Bedrock', () => {
  const onBedrock = MODELS.flatMap(({ id, bedrockId }) => (bedrockId === null ? [] : [[bedrockId, id] as const]))

  it.each(onBedrock)('reads %s on every route', (bedrockId, id) => {
    expect(resolveModel(bedrockId)).toMatchObject({ model: id, known: true, bedrockRoute: 'region' })
    const routes = { global: 'global', us: 'geo-us', eu: 'geo-eu', apac: 'geo-apac', jp: 'geo-jp', au: 'geo-au', in: 'geo-in', ca: 'geo-ca', 'us-gov': 'us-gov' }
    for (const [prefix, route] of Object.entries(routes)) {
      expect(resolveModel(`${prefix}.${bedrockId}`)).toMatchObject({ model: id, known: true, bedrockRoute: route })
      expect(resolveModel(`arn:aws:bedrock:us-east-1:111122223333:inference-profile/${prefix}.${bedrockId}`))
        .toMatchObject({ model: id, known: true, bedrockRoute: route, isApplicationProfile: false })
    }
    expect(resolveModel(`arn:aws:bedrock:us-east-1::foundation-model/${bedrockId}`)).toMatchObject({ model: id, bedrockRoute: 'region' })
  })

  it.each([
    ['anthropic.claude-haiku-4-5', 'claude-haiku-4-5-20251001', 'region'],
    ['anthropic.claude-3-5-sonnet-20240620-v1:0', 'claude-3-5-sonnet-20240620', 'region'],
    ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'claude-3-5-sonnet-20241022', 'region'],
    ['anthropic.claude-3-haiku-20240307-v1:0:48k', 'claude-3-haiku-20240307', 'region'],
    ['us.anthropic.claude-3-sonnet-20240229-v1:0:200k', 'claude-3-sonnet-20240229', 'geo-us'],
    ['global.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6', 'global'],
    ['anthropic.claude-v2', 'claude-2.0', 'region'],
    ['anthropic.claude-v2:0:18k', 'claude-2.0', 'region'],
    ['anthropic.claude-v2:1:200k', 'claude-2.1', 'region'],
    ['anthropic.claude-instant-v1:2:100k', 'claude-instant-1.2', 'region'],
    ['bedrock/eu.anthropic.claude-sonnet-4-6', 'claude-sonnet-4-6', 'geo-eu'],
    ['arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0', 'claude-3-haiku-20240307', 'us-gov'],
  ])('reads %s', (raw, model, bedrockRoute) => {
    expect(resolveModel(raw)).toMatchObject({ model, known: true, bedrockRoute })
  })

  it('takes an unlisted prefix as a geography that has no price yet', () => {
    expect(resolveModel('sa.anthropic.claude-opus-5-5')).toMatchObject({ model: 'claude-opus-5-5', bedrockRoute: 'geo-sa' })
  })

  it('keeps application inference profiles apart: their id says nothing of the model', () => {
    const arn = 'arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/p24qm5pye2qr'
    expect(resolveModel(arn)).toEqual({ model: arn, known: false, bedrockRoute: null, fast: false, profile: 'p24qm5pye2qr', isApplicationProfile: true })
  })

  it.each([
    'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc123',
    'arn:aws:bedrock:us-east-1:111122223333:custom-model/anthropic.claude-3-haiku-20240307-v1:0/abc',
    'arn:aws:sagemaker:us-east-1:111122223333:endpoint/claude',
  ])('keeps %s as it is', (arn) => {
    expect(resolveModel(arn)).toMatchObject({ model: arn, known: false, bedrockRoute: null, isApplicationProfile: false })
  })

  it('keeps a model it does not know, with its route', () => {
    expect(resolveModel('us.anthropic.claude-opus-9-v1:0')).toMatchObject({ model: 'us.anthropic.claude-opus-9-v1:0', known: false, bedrockRoute: 'geo-us' })
    expect(resolveModel('us.amazon.nova-pro-v1:0')).toMatchObject({ known: false, bedrockRoute: 'geo-us' })
    expect(resolveModel('amazon.nova-pro-v1:0')).toMatchObject({ known: false, bedrockRoute: 'region' })
  })
})
