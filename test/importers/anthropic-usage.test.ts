// What a usage object bills. Prices are not this module's; the sums of tokens are worked in comments.
import { describe, expect, test } from 'vitest'
import { resolveModel } from '../../src/core/model-id.ts'
import { readUsage } from '../../src/importers/anthropic-usage.ts'
import { UnreadableField, type JsonObject } from '../../src/importers/fields.ts'

const read = (usage: JsonObject, rawModel = 'claude-opus-5-5', tier?: string) =>
  readUsage(usage, { rawModel, resolve: resolveModel, ...(tier === undefined ? {} : { tier }) })
const only = (usage: JsonObject, rawModel?: string, tier?: string) => {
  const { passes } = read(usage, rawModel, tier)
  expect(passes).toHaveLength(1)
  return passes[0]
}

describe('token classes', () => {
  test('input excludes what was cached; thinking is inside output', () => {
    const pass = only({
      input_tokens: 1200, cache_creation_input_tokens: 8000, cache_read_input_tokens: 40_000, output_tokens: 900,
      cache_creation: { ephemeral_5m_input_tokens: 3000, ephemeral_1h_input_tokens: 5000 },
      output_tokens_details: { thinking_tokens: 610 },
    })
    expect(pass?.tokens).toEqual({ uncachedInput: 1200, cacheRead: 40_000, cacheWrite5m: 3000, cacheWrite1h: 5000, output: 900 })
    expect(pass?.writeSplitAssumed).toBe(false)
  })

  test.each([
    // total, 5m said, 1h said -> 5m, 1h, assumed
    ['no split', 300, undefined, undefined, 300, 0, true],
    ['half a split: the rest is taken as 5m', 12_000, 1000, 10_000, 2000, 10_000, true],
    ['a whole split', 300, 100, 200, 100, 200, false],
    ['a split without total', undefined, 100, 200, 100, 200, false],
    ['no writes', 0, 0, 0, 0, 0, false],
  ])('%s', (_, ...[total, m5, h1, cacheWrite5m, cacheWrite1h, assumed]) => {
    const split = m5 === undefined ? null : { ephemeral_5m_input_tokens: m5, ephemeral_1h_input_tokens: h1 }
    const pass = only({ input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: total, cache_creation: split })
    expect(pass?.tokens).toMatchObject({ cacheWrite5m, cacheWrite1h })
    expect(pass?.writeSplitAssumed).toBe(assumed)
  })

  test.each([
    ['input_tokens', { input_tokens: -1, output_tokens: 1 }, 'input_tokens is negative'],
    ['fraction', { input_tokens: 1, output_tokens: 1.5 }, 'output_tokens is not a whole number'],
    ['text', { input_tokens: 1, output_tokens: '7' }, 'output_tokens is not a number'],
    ['too large', { input_tokens: 2 ** 53, output_tokens: 1 }, 'input_tokens is too large'],
    ['searches', { input_tokens: 1, output_tokens: 1, server_tool_use: { web_search_requests: -1 } }, 'web_search_requests is negative'],
  ])('a bad count is named: %s', (_, usage, message) => {
    expect(() => read(usage)).toThrow(new UnreadableField(message))
  })
})

describe('what decides the price', () => {
  test.each([
    [null, 'standard'], ['auto', 'standard'], ['standard', 'standard'], ['batch', 'batch'], ['priority', 'priority'],
  ])('tier %s', (service_tier, tier) => {
    expect(only({ input_tokens: 1, output_tokens: 1, service_tier })?.tier).toBe(tier)
  })

  test('the source names the tier where usage does not', () => {
    expect(only({ input_tokens: 1, output_tokens: 1 }, 'claude-opus-5', 'batch')?.tier).toBe('batch')
    expect(only({ input_tokens: 1, output_tokens: 1, service_tier: 'standard' }, 'claude-opus-5', 'batch')?.tier).toBe('standard')
  })

  test.each([['us', 'us'], ['global', 'global'], ['not_available', 'global'], [null, 'global'], ['eu', 'eu']])('geography %s', (inference_geo, geo) => {
    expect(read({ input_tokens: 1, output_tokens: 1, inference_geo }).geo).toBe(geo)
  })

  test('speed', () => {
    expect(only({ input_tokens: 1, output_tokens: 1, speed: 'fast' })?.speed).toBe('fast')
    expect(only({ input_tokens: 1, output_tokens: 1, speed: null })?.speed).toBe('standard')
  })
})

describe('iterations', () => {
  const item = (type: string, input_tokens: number, output_tokens: number, model?: string) => ({ type, input_tokens, output_tokens, model })
  const runs = (usage: JsonObject, rawModel = 'claude-opus-5') => read(usage, rawModel).passes.map(({ kind, model, tokens }) =>
    [kind, model, tokens.uncachedInput, tokens.output])

  test('compaction is not in the top level', () => {
    // 23,000 + 180,000 = 203,000 in; 1,000 + 3,500 = 4,500 out
    expect(runs({ input_tokens: 23_000, output_tokens: 1000, iterations: [item('compaction', 180_000, 3500), item('message', 23_000, 1000)] }))
      .toEqual([['message', 'claude-opus-5', 23_000, 1000], ['compaction', 'claude-opus-5', 180_000, 3500]])
  })

  test('an advisor is priced at its own model, and at its own speed', () => {
    const { passes } = read({
      input_tokens: 5000, output_tokens: 800, speed: 'fast', server_tool_use: { web_search_requests: 2 },
      iterations: [item('message', 5000, 800), item('advisor_message', 12_000, 300, 'claude-opus-5-5')],
    }, 'claude-sonnet-5-5')
    expect(passes.map(({ kind, model, speed, webSearches }) => [kind, model, speed, webSearches])).toEqual([
      ['message', 'claude-sonnet-5-5', 'fast', 2], ['advisor', 'claude-opus-5-5', 'standard', 0],
    ])
  })

  test('of fallbacks, an attempt that gave output is billed at its own model; one that gave none is not', () => {
    const usage = (declinedOutput: number) => ({
      input_tokens: 400, output_tokens: 50,
      iterations: [item('message', 390, declinedOutput, 'claude-fable-5-2'), item('fallback_message', 400, 50, 'claude-opus-5')],
    })
    expect(runs(usage(0))).toEqual([['fallback', 'claude-opus-5', 400, 50]])
    expect(runs(usage(20))).toEqual([['fallback', 'claude-opus-5', 400, 50], ['message', 'claude-fable-5-2', 390, 20]])
  })

  test('runs that add up to the top level have a prompt size each', () => {
    const iterations = [item('message', 70_000, 10), item('message', 80_000, 20)]
    expect(runs({ input_tokens: 150_000, output_tokens: 30, iterations })).toHaveLength(2)
    expect(runs({ input_tokens: 150_001, output_tokens: 30, iterations })).toEqual([['message', 'claude-opus-5', 150_001, 30]])
  })

  test('an item of a kind nobody knows is a rejection, not a guess', () => {
    expect(() => read({ input_tokens: 1, output_tokens: 1, iterations: [item('surprise', 1, 1)] })).toThrow(UnreadableField)
  })
})
