// Names of models as bills write them, against the model catalogue.
import { expect, test } from 'vitest'
import { MODELS } from '../../src/core/model-catalogue.ts'
import { isBedrockEdition, modelByName, namesClaude } from '../../src/importers/claude-name.ts'

test.each([
  ['Claude4.6Sonnet', 'claude-sonnet-4-6'],
  ['Claude4.5Haiku', 'claude-haiku-4-5-20251001'],
  ['Claude3.5Sonnetv2', 'claude-3-5-sonnet-20241022'],
  ['Claude3.5Sonnet', 'claude-3-5-sonnet-20240620'],
  ['Claude3.5SonnetV1', 'claude-3-5-sonnet-20240620'],
  ['Claude-3.5-Sonnet', 'claude-3-5-sonnet-20240620'],
  ['Claude-3-5-Sonnet-v2', 'claude-3-5-sonnet-20241022'],
  ['Claude3.7Sonnet', 'claude-3-7-sonnet-20250219'],
  ['Claude3Haiku', 'claude-3-haiku-20240307'],
  ['Claude3Sonnet', 'claude-3-sonnet-20240229'],
  ['Claude3Opus', 'claude-3-opus-20240229'],
  ['Claude4Sonnet', 'claude-sonnet-4-20250514'],
  ['Claude4Opus', 'claude-opus-4-20250514'],
  ['Claude4.1Opus', 'claude-opus-4-1-20250805'],
  ['Claude2.0', 'claude-2.0'],
  ['Claude2.1', 'claude-2.1'],
  ['ClaudeInstant', 'claude-instant-1.2'],
  ['Claude Haiku 4.5 (Amazon Bedrock Edition)', 'claude-haiku-4-5-20251001'],
  ['Claude 3.5 Sonnet v2 (Amazon Bedrock Edition)', 'claude-3-5-sonnet-20241022'],
  ['Claude 4.6 Sonnet (Amazon Bedrock Edition)', 'claude-sonnet-4-6'],
  ['Claude Opus 5.5 (Amazon Bedrock Edition)', 'claude-opus-5-5'],
  ['Anthropic Claude Fable 5.2 (Amazon Bedrock)', 'claude-fable-5-2'],
  ['Claude Mythos Preview (Amazon Bedrock Edition)', 'claude-mythos-preview'],
])('%s is %s', (name, model) => {
  expect(modelByName(name)).toBe(model)
})

test.each([
  'Claude Opus 9 (Amazon Bedrock Edition)', 'Claude', 'Claude5.5', 'Claude Sonnet', 'Nova2.0Lite', 'Sonnet 4.6',
  'Claude Sonnet 4.6 Turbo', 'Claude Opus Sonnet 4', 'Claude Sonnet 4.6 v9', '',
])('%s names no model of the catalogue', (name) => {
  expect(modelByName(name)).toBeNull()
})

test('every model of the catalogue is found by its own name', () => {
  expect(MODELS.map(({ displayName }) => modelByName(displayName))).toEqual(MODELS.map(({ id }) => id))
})

test('editions and makers', () => {
  expect(isBedrockEdition('OpenAI GPT-5.6 Sol (Amazon Bedrock Edition)')).toBe(true)
  expect(isBedrockEdition('Amazon Bedrock Service')).toBe(false)
  expect(namesClaude('anthropic.claude-opus-4-8')).toBe(true)
  expect(namesClaude('openai.gpt-oss-120b')).toBe(false)
})
