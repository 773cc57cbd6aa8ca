// Descriptions of charges in words: the class, route, tier and prompt size they name, and those that name none.
import { expect, test } from 'vitest'
import { readDescription } from '../../src/importers/charge-words.ts'
import { claudeNameIn } from '../../src/importers/claude-name.ts'

test.each([
  ['AWS Marketplace software usage|us-west-2|Million Input Tokens', 'uncachedInput', null, 'standard'],
  ['AWS Marketplace software usage|us-east-1|Million Input Tokens Regional CRIS', 'uncachedInput', 'region', 'standard'],
  ['AWS Marketplace software usage|us-east-1|Output Tokens - Standard, Global', 'output', 'global', 'standard'],
  ['AWS Marketplace software usage|us-east-1|thousand Cache Read Input Tokens Regional', 'cacheRead', 'region', 'standard'],
  ['AWS Marketplace software usage|us-east-1|Cache Write Tokens 1h - Standard, Global', 'cacheWrite1h', 'global', 'standard'],
  ['AWS Marketplace software usage|us-east-1|Cache Write Tokens - Standard, Global', 'cacheWrite5m', 'global', 'standard'],
  ['AWS Marketplace software usage|us-east-1|Cache Write Tokens 30m - Flex', 'other', null, 'flex'],
  ['AWS Marketplace software usage|us-east-1|Price per 1 million input tokens', 'uncachedInput', null, 'standard'],
  ['$0.003 per 1K input tokens for Claude Sonnet 4.6 in US East', 'uncachedInput', null, 'standard'],
  ['Million Output Tokens Batch Global', 'output', 'global', 'batch'],
  ['Claude Sonnet 4.6 cache read Global', 'cacheRead', 'global', 'standard'],
  ['Claude Opus 5 Cache Creation 1 hour Tokens', 'cacheWrite1h', null, 'standard'],
  ['Claude Opus 5 Cached Input', 'cacheRead', null, 'standard'],
  ['Claude Opus 5 Output Tokens - Multi-Region', 'output', null, 'standard'],
  ['Claude Sonnet 5, US Data Zone Standard, input tokens', 'uncachedInput', 'data-zone-us', 'standard'],
  ['Reserved 1 Month Input TPM Geo', 'provisioned', 'region', 'standard'],
  ['Provisioned Throughput, no commitment', 'provisioned', null, 'standard'],
  ['Claude web search requests', 'webSearches', null, 'standard'],
  ['Input and output tokens', 'other', null, 'standard'],
  ['Input Image Tokens', 'other', null, 'standard'],
  ['Cache read and cache write tokens', 'other', null, 'standard'],
  ['Input', 'other', null, 'standard'],
  ['Claude Consumption Unit', 'other', null, 'standard'],
  ['', 'other', null, 'standard'],
])('%s', (...[description, meter, route, tier]) => {
  expect(readDescription(description)).toEqual({ meter, route, tier, promptRange: null })
})

test.each(['Input Tokens > 200K', 'Output Tokens Long Context', 'Input Tokens (long_ctx)'])('%s are long prompts', (description) => {
  expect(readDescription(description).promptRange).toEqual({ over: 200_000, upTo: null })
})

test.each([
  ['$0.003 per 1K input tokens for Claude Sonnet 4.6 in US East', 'Claude Sonnet 4.6'],
  ['Claude 3.5 Sonnet v2 cache read', 'Claude 3.5 Sonnet v2'],
  ['Claude Sonnet 4.5 5m Cache Write', 'Claude Sonnet 4.5'],
  ['claude-opus-4.1 tokens', 'claude-opus-4.1'],
  ['Claude Consumption Unit', null],
  ['Gemini 3 Pro', null],
])('the model in %s', (text, name) => {
  expect(claudeNameIn(text)).toBe(name)
})
