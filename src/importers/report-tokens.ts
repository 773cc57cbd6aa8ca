// The token counts of Anthropic's usage reports. `uncached_input_tokens` leaves cached tokens out; it is not `input_tokens`.
// https://platform.claude.com/docs/en/manage-claude/usage-cost-api (read 2026-11-22)
import type { TokenCounts } from '../core/usage.ts'
import { countAt, objectAt, UnreadableField, type JsonObject } from './fields.ts'

/** @throws UnreadableField */
export function readReportTokens(usage: JsonObject): TokenCounts {
  const uncachedInput = countAt(usage, 'uncached_input_tokens')
  const output = countAt(usage, 'output_tokens')
  if (uncachedInput === null) throw new UnreadableField('uncached_input_tokens is missing')
  if (output === null) throw new UnreadableField('output_tokens is missing')
  const writes = objectAt(usage, 'cache_creation')
  return {
    uncachedInput,
    cacheRead: countAt(usage, 'cache_read_input_tokens') ?? 0,
    cacheWrite5m: countAt(writes, 'ephemeral_5m_input_tokens') ?? 0,
    cacheWrite1h: countAt(writes, 'ephemeral_1h_input_tokens') ?? 0,
    output,
  }
}
