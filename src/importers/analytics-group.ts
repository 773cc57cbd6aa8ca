// What rows of the analytics API have in common, of usage and of costs alike: their bucket and the values they are grouped by.
// Shapes: beta/organization/analytics in the types of @anthropic-ai/sdk 1.12 (read 2026-11-22). Owns no counts and no amounts.
import type { Origin } from '../core/usage.ts'
import { codeAt, isObject, textAt, UnreadableField, type JsonObject } from './fields.ts'
import { parseUtcTime } from './utc-time.ts'

/** The row covers [startMs, endMs). Throws UnreadableField. */
export function readSpan(row: JsonObject): { startMs: number; endMs: number } {
  const startMs = timeAt(row, 'starting_at')
  const endMs = timeAt(row, 'ending_at')
  if (endMs <= startMs) throw new UnreadableField('ending_at is not after starting_at')
  return { startMs, endMs }
}

function timeAt(object: JsonObject, key: string): number {
  const at = parseUtcTime(textAt(object, key) ?? '')
  if (at === null) throw new UnreadableField(`${key} is not a time`)
  return at
}

/** Null where the row was not grouped by tier; the batch product has no other tier than its own. */
export function tierOf(group: JsonObject): string | null {
  return codeAt(group, 'service_tier') ?? (group['product'] === 'message_batches_api' ? 'batch' : null)
}

/** Every dimension and value, in an order of their own: the API names none twice, and adds new ones. Throws UnreadableField. */
export function groupKey(group: JsonObject): string[] {
  return Object.keys(group).toSorted().map((key) => `${key}=${jsonOf(group[key])}`)
}

/** Parsing takes any depth of nesting, writing does not. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    throw new UnreadableField('group is nested too deeply')
  }
}

export function originOf(group: JsonObject): Pick<Origin, 'account' | 'workspace' | 'apiKey' | 'principal'> {
  return {
    account: textAt(group, 'organization_id'), workspace: textAt(group, 'workspace_id'),
    apiKey: textAt(group, 'api_key_id'), principal: actorOf(group),
  }
}

const NAMES = ['name', 'id', 'email_address', 'user_id', 'service_account_id', 'api_key_id', 'api_key_name', 'arn']

/** Who called, as far as the report was grouped by it: an object with a type, or an id. */
function actorOf(group: JsonObject): string | null {
  const actor = group['actor']
  if (!isObject(actor)) return textAt(group, 'actor') ?? codeAt(group, 'actor_type')
  const kind = codeAt(actor, 'type')?.replace(/_actor$/, '').replaceAll('_', '-') ?? 'actor'
  const name = NAMES.map((key) => textAt(actor, key)).find((text) => text !== null)
  return name === undefined ? kind : `${kind}/${name}`
}
