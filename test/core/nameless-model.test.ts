import { expect, test } from 'vitest'
import { resolveModel } from '../../src/core/model-id.ts'
import { namelessModel, namesNoModel } from '../../src/core/nameless-model.ts'

test('a made-up id never resolves to the model it hints at, and waits for a mapping', () => {
  const made = namelessModel('bedrock-batch', 'claude-haiku-4-5-20251001')
  expect(resolveModel(made)).toMatchObject({ model: made, known: false, bedrockRoute: null })
  expect(namesNoModel(made)).toBe(true)
  expect(namesNoModel('arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/p2example9qr')).toBe(true)
})

test.each(['claude-haiku-4-5-20251001', 'us.anthropic.claude-opus-5', 'some-new-model', 'bedrock-batch'])('%s is a model of its own', (id) => {
  expect(namesNoModel(id)).toBe(false)
})
