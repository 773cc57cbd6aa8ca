// Finds usage objects in a logged JSON value, wherever a logger put them. Owns where it looks and how deep; a reply's
// content, a prompt and tools are never entered: they may quote other logs.
import { parseJson } from './parse-json.ts'
import { isObject, type JsonObject } from './fields.ts'

export interface FoundUsage {
  usage: JsonObject
  /** The object that holds `usage`, or the usage object itself where the counts lie flat in the log record. */
  holder: JsonObject
  /** From the outermost object to the holder, inclusive. */
  around: readonly JsonObject[]
  /** One of several side by side. */
  inArray: boolean
}

export interface UsageSearch {
  found: readonly FoundUsage[]
  /** Somewhere there was `input_tokens` without `output_tokens`: the reply of a token count. */
  tokenCount: boolean
  /** Somewhere there was an error object. */
  error: boolean
}

const DEEPEST = 16
const NEVER_ENTERED = new Set(['content', 'messages', 'system', 'tools', 'tool_calls', 'input', 'prompt', 'request', 'iterations', 'usage_breakdown'])

export function findUsage(value: unknown): UsageSearch {
  const search: Search = { found: [], tokenCount: false, error: false }
  visit(search, value, { key: '', around: [], inArray: false, depth: 0 })
  return search
}

interface Search { found: FoundUsage[]; tokenCount: boolean; error: boolean }
interface Place { key: string; around: readonly JsonObject[]; inArray: boolean; depth: number }

function visit(search: Search, value: unknown, above: Place): void {
  if (above.depth > DEEPEST) return
  const place = { ...above, depth: above.depth + 1 }
  if (typeof value === 'string') visitText(search, value, place)
  else if (Array.isArray(value)) for (const element of value) visit(search, element, { ...place, inArray: true })
  else if (isObject(value)) visitObject(search, value, place)
}

function visitObject(search: Search, value: JsonObject, place: Place): void {
  const isCounts = 'input_tokens' in value
  if (isCounts && 'output_tokens' in value) search.found.push(placed(value, place))
  search.tokenCount ||= isCounts && !('output_tokens' in value)
  search.error ||= value['type'] === 'error' || isObject(value['error'])
  const around = [...place.around, value]
  for (const [key, member] of Object.entries(value)) {
    if (mayHoldUsage(member) && !NEVER_ENTERED.has(key)) visit(search, member, { ...place, key, around })
  }
}

function mayHoldUsage(value: unknown): boolean {
  return typeof value === 'string' ? value.includes('input_tokens') : typeof value === 'object' && value !== null
}

function placed(usage: JsonObject, { key, around, inArray }: Place): FoundUsage {
  const parent = around.at(-1)
  const isMember = key !== '' && parent !== undefined && usage['model'] === undefined
  return isMember ? { usage, holder: parent, around, inArray } : { usage, holder: usage, around: [...around, usage], inArray }
}

/** A body logged as text. Parsed only where it is an object that speaks of tokens. */
function visitText(search: Search, text: string, place: Place): void {
  if (!mayHoldUsage(text) || !/^\s*[[{"]/.test(text)) return
  const parsed = parseJson(text)
  if (parsed !== null) visit(search, parsed.value, place)
}
