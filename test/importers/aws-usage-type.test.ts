// AWS usage types of Bedrock: three grammars, every token class, route, tier and unit; and what is none of them.
import { describe, expect, test } from 'vitest'
import { readUsageType, tokensPerUnit } from '../../src/importers/aws-usage-type.ts'

/** usage type | grammar | region code | model | meter | route | tier */
const TABLE = `
USE1-Claude4.6Sonnet-input-tokens | runtime | USE1 | Claude4.6Sonnet | uncachedInput | region | standard
USE1-Claude4.6Opus-output-tokens-cross-region-global | runtime | USE1 | Claude4.6Opus | output | global | standard
USE1-Claude4.6Sonnet-cache-read-input-token-count | runtime | USE1 | Claude4.6Sonnet | cacheRead | region | standard
USE1-Claude4.6Sonnet-cache-read-input-token-count-cross-region-global | runtime | USE1 | Claude4.6Sonnet | cacheRead | global | standard
USE1-Claude4.6Sonnet-cache-read-tokens | runtime | USE1 | Claude4.6Sonnet | cacheRead | region | standard
USE1-Claude4.6Sonnet-cache-write-input-token-count | runtime | USE1 | Claude4.6Sonnet | cacheWrite5m | region | standard
USE1-Claude4.6Sonnet-cache-write-input-token-count-cross-region-global | runtime | USE1 | Claude4.6Sonnet | cacheWrite5m | global | standard
USE1-Claude4.6Sonnet-cache-write-1h-input-token-count | runtime | USE1 | Claude4.6Sonnet | cacheWrite1h | region | standard
USE1-Claude4.6Sonnet-cache-write-1h-tokens | runtime | USE1 | Claude4.6Sonnet | cacheWrite1h | region | standard
USE1-Claude4Sonnet-cache-write-input-token-count-1-hour | runtime | USE1 | Claude4Sonnet | cacheWrite1h | region | standard
USE1-Claude4.6Sonnet-cache-write-5m-tokens | runtime | USE1 | Claude4.6Sonnet | cacheWrite5m | region | standard
USE1-Claude4.6Sonnet-input-tokens-priority | runtime | USE1 | Claude4.6Sonnet | uncachedInput | region | priority
USE1-Claude4.6Sonnet-input-tokens-flex | runtime | USE1 | Claude4.6Sonnet | uncachedInput | region | flex
USE1-Claude4Sonnet-input-tokens-cross-region-global-batch | runtime | USE1 | Claude4Sonnet | uncachedInput | global | batch
USE1-Claude4Sonnet-output-tokens-batch | runtime | USE1 | Claude4Sonnet | output | region | batch
USE2-Claude3.5Haiku-output-tokens-latency-optimized | runtime | USE2 | Claude3.5Haiku | output | region | latency-optimized
USE1-Claude3Haiku-input-tokens-custom-model | runtime | USE1 | Claude3Haiku | uncachedInput | region | custom-model
APN1-Claude3.5Sonnetv2-input-tokens | runtime | APN1 | Claude3.5Sonnetv2 | uncachedInput | region | standard
EUC1-Claude-3.5-Sonnet-Input-Tokens | runtime | EUC1 | Claude-3.5-Sonnet | uncachedInput | region | standard
EU-Claude4.5Haiku-output-tokens | runtime | EU | Claude4.5Haiku | output | region | standard
UGW1-Claude4.5Sonnet-output-tokens | runtime | UGW1 | Claude4.5Sonnet | output | us-gov | standard
Claude2.0-input-tokens | runtime | - | Claude2.0 | uncachedInput | region | standard
EUC1-Claude4.6Sonnet-input-tokens-cross-region-geo | runtime | EUC1 | Claude4.6Sonnet | uncachedInput | region | standard
USE1-Nova2.0Lite-input-tokens-flex | runtime | USE1 | Nova2.0Lite | uncachedInput | region | flex
USE1-Nova2.0Pro-input-image-token-count-cross-region-global | runtime | USE1 | Nova2.0Pro | other | global | standard
USE1-ClaudeInstant-ProvisionedThroughput-NoCommit-ModelUnits | runtime | USE1 | ClaudeInstant | provisioned | region | standard
USE1-Claude3Haiku-Customization-Training | runtime | USE1 | Claude3Haiku | other | region | standard
USW2-anthropic.claude-opus-4-8-mantle-input-tokens-global-standard | mantle | USW2 | anthropic.claude-opus-4-8 | uncachedInput | global | standard
USW2-anthropic.claude-opus-4-8-mantle-output-tokens-standard | mantle | USW2 | anthropic.claude-opus-4-8 | output | region | standard
USW2-anthropic.claude-opus-4-8-mantle-cache-read-tokens-standard | mantle | USW2 | anthropic.claude-opus-4-8 | cacheRead | region | standard
USW2-anthropic.claude-opus-4-8-mantle-cache-write-tokens-global-standard | mantle | USW2 | anthropic.claude-opus-4-8 | cacheWrite5m | global | standard
USW2-anthropic.claude-opus-4-8-mantle-cache-write-tokens-1h-standard | mantle | USW2 | anthropic.claude-opus-4-8 | cacheWrite1h | region | standard
USW2-anthropic.claude-opus-4-8-mantle-cache-write-tokens-5m-global-standard | mantle | USW2 | anthropic.claude-opus-4-8 | cacheWrite5m | global | standard
USW2-anthropic.claude-haiku-4-5-mantle-input-tokens-batch | mantle | USW2 | anthropic.claude-haiku-4-5 | uncachedInput | region | batch
USE1-openai.gpt-oss-120b-mantle-input-tokens-standard | mantle | USE1 | openai.gpt-oss-120b | uncachedInput | region | standard
USE1-MP:USE1_InputTokenCount-Units | marketplace | USE1 | - | uncachedInput | region | standard
USE1-MP:USE1_InputTokenCount_Global-Units | marketplace | USE1 | - | uncachedInput | global | standard
USE1-MP:USE1_InputTokenCount_Global_Batch-Units | marketplace | USE1 | - | uncachedInput | global | batch
USE1-MP:USE1_OutputTokenCount_Batch-Units | marketplace | USE1 | - | output | region | batch
USE1-MP:USE1_CacheReadInputTokenCount_Global-Units | marketplace | USE1 | - | cacheRead | global | standard
USE1-MP:USE1_CacheWriteInputTokenCount-Units | marketplace | USE1 | - | cacheWrite5m | region | standard
USE1-MP:USE1_CacheWrite1hInputTokenCount_Global-Units | marketplace | USE1 | - | cacheWrite1h | global | standard
USE1-MP:USE1_CacheWriteInputTokenCount_Geo-Units | marketplace | USE1 | - | cacheWrite5m | region | standard
USE1-MP:USE1_MillionInputTokens-Units | marketplace | USE1 | - | uncachedInput | region | standard
USE1-MP:USE1_MillionBatchOutputTokens-Units | marketplace | USE1 | - | output | region | batch
USE1-MP:USE1_Reserved_1Month_InputTPM_Geo-Units | marketplace | USE1 | - | provisioned | region | standard
USE1-MP:USE1_Reserved_3Month_OutputTPM_Global-Units | marketplace | USE1 | - | provisioned | global | standard
USE1-MP:USE1_ProvisionedThroughput_NoCommit_ModelUnits_Usage-Units | marketplace | USE1 | - | provisioned | region | standard
USE1-MP:USE1_input_tokens_standard-Units | marketplace | USE1 | - | uncachedInput | region | standard
USE1-MP:USE1_input_tokens_global_standard-Units | marketplace | USE1 | - | uncachedInput | global | standard
USE1-MP:USE1_output_tokens_global_batch-Units | marketplace | USE1 | - | output | global | batch
USE1-MP:USE1_output_tokens_batch-Units | marketplace | USE1 | - | output | region | batch
USE1-MP:USE1_cache_read_tokens_global_standard-Units | marketplace | USE1 | - | cacheRead | global | standard
USE1-MP:USE1_cache_write_tokens_standard-Units | marketplace | USE1 | - | cacheWrite5m | region | standard
USE1-MP:USE1_cache_write_tokens_1h_global_standard-Units | marketplace | USE1 | - | cacheWrite1h | global | standard
USE1-MP:USE1_input_tokens_priority-Units | marketplace | USE1 | - | uncachedInput | region | priority
USE1-MP:USE1_cache_write_tokens_30m_flex-Units | marketplace | USE1 | - | other | region | flex
USE1-MP:USE1_SearchUnits-Units | marketplace | USE1 | - | other | region | standard
EU-MP:EU_cache_write_tokens_1h_standard-Units | marketplace | EU | - | cacheWrite1h | region | standard
UGE1-MP:UGE1_input_tokens_standard-Units | marketplace | UGE1 | - | uncachedInput | us-gov | standard
MP:USE1_OutputTokenCount-Units | marketplace | - | - | output | region | standard
`.trim().split('\n').map((line) => {
  const [usageType = '', grammar, regionCode, modelName, meter, route, tier] = line.split(' | ')
  return { usageType, grammar, regionCode, modelName, meter, route, tier }
})

test.each(TABLE)('$usageType', ({ usageType, grammar, regionCode, modelName, ...rest }) => {
  const none = (text: string | undefined) => (text === '-' ? null : text)
  expect(readUsageType(usageType)).toEqual({
    grammar, regionCode: none(regionCode), modelName: none(modelName), ...rest, promptRange: null,
    tokensPerUnit: grammar === 'marketplace' ? 1_000_000 : 1000,
  })
})

test.each([
  'USE1-MP:USE1_InputTokenCount_LCtx-Units',
  'USE1-MP:USE1_CacheReadInputTokenCount_LCtx_Global-Units',
  'USE1-MP:USE1_output_tokens_long_ctx_standard-Units',
  'USE1-MP:USE1_InputTokenCount_LongContext-Units',
  'USE1-Claude4Sonnet-output-tokens-long-context-cross-region-global',
  'USE1-anthropic.claude-x-mantle-cache-write-tokens-5m-long-ctx-standard',
])('%s is of prompts over 200,000 tokens', (usageType) => {
  const read = readUsageType(usageType)
  expect(read?.promptRange).toEqual({ over: 200_000, upTo: null })
  expect(read?.meter).not.toBe('other')
})

test.each([
  '', 'USE1-BoxUsage:m5.large', 'USE1-GuardrailsTextUnit', 'Requests', 'USE1-DataStorage-ByteHrs', 'USE1-KnowledgeBase-Query',
  'USE1-ModelUnits', 'DataTransfer-Out-Bytes', 'Global-Bedrock-ApplicationInference',
])('%s is no charge for a model', (usageType) => {
  expect(readUsageType(usageType)).toBeNull()
})

describe('units', () => {
  test.each([
    ['1K tokens', 1000], ['1K Tokens', 1000], ['1000 tokens', 1000], ['1,000 tokens', 1000], ['thousand tokens', 1000],
    ['1M tokens', 1_000_000], ['Million Tokens', 1_000_000], ['1000000 tokens', 1_000_000], ['Tokens', 1], ['token', 1],
    ['1 token', 1], ['Units', 7], ['', 7], [null, 7], ['N/A', 7], ['1M input tokens', 1_000_000],
    ['1M TPM Hour', null], ['Hrs', null], ['Images', null], ['Request', null],
  ])('%s', (unit, tokens) => {
    expect(tokensPerUnit(unit, 7)).toBe(tokens)
  })
})
