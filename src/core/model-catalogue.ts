// The models Token Ledger knows, by their Anthropic API id. Facts only; prices are data in src/prices.
// Sources: https://platform.claude.com/docs/en/about-claude/models/overview and .../model-deprecations,
// https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html, read on 2026-11-22.

export interface ModelFacts {
  id: string
  displayName: string
  /** Other ids of the Anthropic API that mean the same model. */
  aliases: readonly string[]
  /** Spellings seen on other platforms that no rule of src/core/model-id.ts derives. */
  otherIds: readonly string[]
  family: 'fable' | 'mythos' | 'opus' | 'sonnet' | 'haiku' | 'legacy'
  /** Day of release on the Anthropic API. */
  released: string
  /** Day from which the Anthropic API refuses it; Bedrock and Google Cloud often keep it longer. */
  retired: string | null
  /** Opus 4.7 and later models count about 30 % more tokens for the same text. */
  tokenizer: 'pre-4.7' | '4.7+'
  contextWindow: number
  /** Shorter prompts are silently not cached; null: the model has no caching, or the minimum is not known. */
  minCacheableTokens: number | null
  /** In-Region Bedrock id; null: not on Bedrock as far as known. */
  bedrockId: string | null
}

export const MODELS: readonly ModelFacts[] = [
  {
    id: 'claude-fable-5-2', displayName: 'Claude Fable 5.2', family: 'fable',
    aliases: [], otherIds: [],
    released: '2026-11-09', retired: null, tokenizer: '4.7+',
    contextWindow: 1_000_000, minCacheableTokens: 512, bedrockId: 'anthropic.claude-fable-5-2',
  },
  {
    id: 'claude-mythos-5-2', displayName: 'Claude Mythos 5.2', family: 'mythos',
    aliases: [], otherIds: [],
    released: '2026-11-09', retired: null, tokenizer: '4.7+',
    contextWindow: 1_000_000, minCacheableTokens: 512, bedrockId: null,
  },
  {
    id: 'claude-fable-5-1', displayName: 'Claude Fable 5.1', family: 'fable',
    aliases: [], otherIds: [],
    released: '2026-09-01', retired: null, tokenizer: '4.7+',
    contextWindow: 1_000_000, minCacheableTokens: 512, bedrockId: 'anthropic.claude-fable-5-1',
  },
  {
    id: 'claude-mythos-5-1', displayName: 'Claude Mythos 5.1', family: 'mythos',
    aliases: [], otherIds: [],
    released: '2026-09-01', retired: null, tokenizer: '4.7+',
    contextWindow: 1_000_000, minCacheableTokens: 512, bedrockId: null,
  },
  {
    id: 'claude-fable-5', displayName: 'Claude Fable 5', family: 'fable',
    aliases: [], otherIds: [],
    released: '2026-06-09', retired: null, tokenizer: '4.7+',
    contextWindow: 1_000_000, minCacheableTokens: 512, bedrockId: 'anthropic.claude-fable-5',
  },
  {
    id: 'claude-mythos-5', displayName: 'Claude Mythos 5', family: 'mythos',
    aliases: [], otherIds: [],
    released: '2026-06-09', retired: null, tokenizer: '4.7+',
    contextWindow: 1_000_000, minCacheableTokens: 512, bedrockId: null,
  },
  {
    id: 'claude-mythos-preview', displayName: 'Claude Mythos Preview', family: 'mythos',
    aliases: [], otherIds: [],
    released: '2026-04-07', retired: null, tokenizer: '4.7+',
    contextWindow: 1_000_000, minCacheableTokens: 2048, bedrockId: null,
  },
  {
    id: 'claude-opus-5-5', displayName: 'Claude Opus 5.5', family: 'opus',
    aliases: [], otherIds: [],
    released: '2026-09-22', retired: null, tokenizer: '4.7+',
    contextWindow: 1_000_000, minCacheableTokens: 512, bedrockId: 'anthropic.claude-opus-5-5',
  },
  {
    id: 'claude-opus-5', displayName: 'Claude Opus 5', family: 'opus',
    aliases: [], otherIds: [],
    released: '2026-07-24', retired: null, tokenizer: '4.7+',
    contextWindow: 1_000_000, minCacheableTokens: 512, bedrockId: 'anthropic.claude-opus-5',
  },
  {
    id: 'claude-opus-4-8', displayName: 'Claude Opus 4.8', family: 'opus',
    aliases: [], otherIds: [],
    released: '2026-05-28', retired: null, tokenizer: '4.7+',
    contextWindow: 1_000_000, minCacheableTokens: 1024, bedrockId: 'anthropic.claude-opus-4-8',
  },
  {
    id: 'claude-opus-4-7', displayName: 'Claude Opus 4.7', family: 'opus',
    aliases: [], otherIds: [],
    released: '2026-04-16', retired: null, tokenizer: '4.7+',
    contextWindow: 1_000_000, minCacheableTokens: 2048, bedrockId: 'anthropic.claude-opus-4-7',
  },
  {
    id: 'claude-opus-4-6', displayName: 'Claude Opus 4.6', family: 'opus',
    aliases: [], otherIds: [],
    released: '2026-02-05', retired: null, tokenizer: 'pre-4.7',
    contextWindow: 1_000_000, minCacheableTokens: 4096, bedrockId: 'anthropic.claude-opus-4-6-v1',
  },
  {
    id: 'claude-opus-4-5-20251101', displayName: 'Claude Opus 4.5', family: 'opus',
    aliases: ['claude-opus-4-5'], otherIds: [],
    released: '2025-11-24', retired: null, tokenizer: 'pre-4.7',
    contextWindow: 200_000, minCacheableTokens: 4096, bedrockId: 'anthropic.claude-opus-4-5-20251101-v1:0',
  },
  {
    id: 'claude-opus-4-1-20250805', displayName: 'Claude Opus 4.1', family: 'opus',
    aliases: ['claude-opus-4-1'], otherIds: [],
    released: '2025-08-05', retired: '2026-08-05', tokenizer: 'pre-4.7',
    contextWindow: 200_000, minCacheableTokens: 1024, bedrockId: 'anthropic.claude-opus-4-1-20250805-v1:0',
  },
  {
    id: 'claude-opus-4-20250514', displayName: 'Claude Opus 4', family: 'opus',
    aliases: ['claude-opus-4-0'], otherIds: [],
    released: '2025-05-22', retired: '2026-06-15', tokenizer: 'pre-4.7',
    contextWindow: 200_000, minCacheableTokens: 1024, bedrockId: 'anthropic.claude-opus-4-20250514-v1:0',
  },
  {
    id: 'claude-3-opus-20240229', displayName: 'Claude Opus 3', family: 'opus',
    aliases: ['claude-3-opus-latest'], otherIds: [],
    released: '2024-02-29', retired: '2026-01-05', tokenizer: 'pre-4.7',
    contextWindow: 200_000, minCacheableTokens: 1024, bedrockId: 'anthropic.claude-3-opus-20240229-v1:0',
  },
  {
    id: 'claude-sonnet-5-5', displayName: 'Claude Sonnet 5.5', family: 'sonnet',
    aliases: [], otherIds: [],
    released: '2026-09-28', retired: null, tokenizer: '4.7+',
    contextWindow: 1_000_000, minCacheableTokens: 512, bedrockId: 'anthropic.claude-sonnet-5-5',
  },
  {
    id: 'claude-sonnet-5', displayName: 'Claude Sonnet 5', family: 'sonnet',
    aliases: [], otherIds: [],
    released: '2026-06-30', retired: null, tokenizer: '4.7+',
    contextWindow: 1_000_000, minCacheableTokens: 1024, bedrockId: 'anthropic.claude-sonnet-5',
  },
  {
    id: 'claude-sonnet-4-6', displayName: 'Claude Sonnet 4.6', family: 'sonnet',
    aliases: [], otherIds: [],
    released: '2026-02-17', retired: null, tokenizer: 'pre-4.7',
    contextWindow: 1_000_000, minCacheableTokens: 1024, bedrockId: 'anthropic.claude-sonnet-4-6',
  },
  {
    id: 'claude-sonnet-4-5-20250929', displayName: 'Claude Sonnet 4.5', family: 'sonnet',
    aliases: ['claude-sonnet-4-5'], otherIds: [],
    released: '2025-09-29', retired: null, tokenizer: 'pre-4.7',
    contextWindow: 200_000, minCacheableTokens: 1024, bedrockId: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
  },
  {
    id: 'claude-sonnet-4-20250514', displayName: 'Claude Sonnet 4', family: 'sonnet',
    aliases: ['claude-sonnet-4-0'], otherIds: [],
    released: '2025-05-22', retired: '2026-06-15', tokenizer: 'pre-4.7',
    contextWindow: 200_000, minCacheableTokens: 1024, bedrockId: 'anthropic.claude-sonnet-4-20250514-v1:0',
  },
  {
    id: 'claude-3-7-sonnet-20250219', displayName: 'Claude Sonnet 3.7', family: 'sonnet',
    aliases: ['claude-3-7-sonnet-latest'], otherIds: [],
    released: '2025-02-24', retired: '2026-02-19', tokenizer: 'pre-4.7',
    contextWindow: 200_000, minCacheableTokens: 1024, bedrockId: 'anthropic.claude-3-7-sonnet-20250219-v1:0',
  },
  {
    id: 'claude-3-5-sonnet-20241022', displayName: 'Claude Sonnet 3.5 (v2)', family: 'sonnet',
    aliases: ['claude-3-5-sonnet-latest'], otherIds: ['claude-3-5-sonnet-v2@20241022'],
    released: '2024-10-22', retired: '2025-10-28', tokenizer: 'pre-4.7',
    contextWindow: 200_000, minCacheableTokens: 1024, bedrockId: 'anthropic.claude-3-5-sonnet-20241022-v2:0',
  },
  {
    id: 'claude-3-5-sonnet-20240620', displayName: 'Claude Sonnet 3.5', family: 'sonnet',
    aliases: [], otherIds: [],
    released: '2024-06-20', retired: '2025-10-28', tokenizer: 'pre-4.7',
    contextWindow: 200_000, minCacheableTokens: 1024, bedrockId: 'anthropic.claude-3-5-sonnet-20240620-v1:0',
  },
  {
    id: 'claude-3-sonnet-20240229', displayName: 'Claude Sonnet 3', family: 'sonnet',
    aliases: [], otherIds: [],
    released: '2024-02-29', retired: '2025-07-21', tokenizer: 'pre-4.7',
    contextWindow: 200_000, minCacheableTokens: null, bedrockId: 'anthropic.claude-3-sonnet-20240229-v1:0',
  },
  {
    id: 'claude-haiku-5-5', displayName: 'Claude Haiku 5.5', family: 'haiku',
    aliases: [], otherIds: [],
    released: '2026-10-07', retired: null, tokenizer: '4.7+',
    contextWindow: 1_000_000, minCacheableTokens: 512, bedrockId: 'anthropic.claude-haiku-5-5',
  },
  {
    id: 'claude-haiku-4-5-20251001', displayName: 'Claude Haiku 4.5', family: 'haiku',
    aliases: ['claude-haiku-4-5'], otherIds: [],
    released: '2025-10-15', retired: null, tokenizer: 'pre-4.7',
    contextWindow: 200_000, minCacheableTokens: 4096, bedrockId: 'anthropic.claude-haiku-4-5-20251001-v1:0',
  },
  {
    id: 'claude-3-5-haiku-20241022', displayName: 'Claude Haiku 3.5', family: 'haiku',
    aliases: ['claude-3-5-haiku-latest'], otherIds: [],
    released: '2024-10-22', retired: '2026-02-19', tokenizer: 'pre-4.7',
    contextWindow: 200_000, minCacheableTokens: 2048, bedrockId: 'anthropic.claude-3-5-haiku-20241022-v1:0',
  },
  {
    id: 'claude-3-haiku-20240307', displayName: 'Claude Haiku 3', family: 'haiku',
    aliases: [], otherIds: [],
    released: '2024-03-07', retired: '2026-04-20', tokenizer: 'pre-4.7',
    contextWindow: 200_000, minCacheableTokens: 2048, bedrockId: 'anthropic.claude-3-haiku-20240307-v1:0',
  },
  {
    id: 'claude-2.1', displayName: 'Claude 2.1', family: 'legacy',
    aliases: [], otherIds: [],
    released: '2023-11-21', retired: '2025-07-21', tokenizer: 'pre-4.7',
    contextWindow: 200_000, minCacheableTokens: null, bedrockId: 'anthropic.claude-v2:1',
  },
  {
    id: 'claude-2.0', displayName: 'Claude 2.0', family: 'legacy',
    aliases: [], otherIds: ['claude-v2:0'],
    released: '2023-07-11', retired: '2025-07-21', tokenizer: 'pre-4.7',
    contextWindow: 100_000, minCacheableTokens: null, bedrockId: 'anthropic.claude-v2',
  },
  {
    id: 'claude-instant-1.2', displayName: 'Claude Instant 1.2', family: 'legacy',
    aliases: [], otherIds: ['claude-instant-v1:2'],
    released: '2023-08-09', retired: '2024-11-06', tokenizer: 'pre-4.7',
    contextWindow: 100_000, minCacheableTokens: null, bedrockId: 'anthropic.claude-instant-v1',
  },
]

const byId: ReadonlyMap<string, ModelFacts> = new Map(MODELS.map((facts) => [facts.id, facts]))

/** Facts of a model by its Anthropic API id; null where it is not known. */
export function modelFacts(id: string): ModelFacts | null {
  return byId.get(id) ?? null
}
