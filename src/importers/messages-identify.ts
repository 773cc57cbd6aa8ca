// Tells logged Messages API responses by the structure of the first 64 KiB. Any JSON-lines log gets a low score: an
// application log may speak of its first call late.
import { parseJson } from './bedrock-envelopes.ts'
import { isObject } from './fields.ts'
import { findUsage } from './find-usage.ts'
import type { Framing, Identification, SourceHead } from './importer.ts'
import { leadingKeys } from './json-run.ts'
import { isCutOff } from './values.ts'

const LINES: Framing = { kind: 'lines' }
const BARE = 80
const WRAPPED = 60
const LIKELY = 50
const JSON_LINES = 5

export function identifyMessages(head: SourceHead): Identification | null {
  const text = head.text.trimStart()
  const lines = text.split('\n')
  if (!head.complete && lines.length > 1) lines.pop()
  if (text.startsWith('[') || isCutOff(Buffer.from(lines[0] ?? ''))) return identifyDocument(text, head)
  const values = lines.filter((line) => /^\s*["{]/.test(line)).flatMap((line) => parseJson(line) ?? [])
  return identifyLines(values.map(({ value }) => value), head)
}

function identifyLines(values: readonly unknown[], head: SourceHead): Identification | null {
  if (values.some(isBare)) return { score: BARE, framing: LINES }
  const searches = values.map(findUsage)
  if (searches.some(({ found }) => found.length > 0)) return { score: WRAPPED, framing: LINES }
  const speaks = searches.some(({ tokenCount, error }) => tokenCount || error)
  const objects = values.filter(isObject).length
  return speaks || objects > 1 || (objects === 1 && !head.complete) ? { score: JSON_LINES, framing: LINES } : null
}

function isBare(value: unknown): boolean {
  return isObject(value) && value['type'] === 'message' && isObject(value['usage'])
}

/** Pretty-printed, one array, or a first line longer than the head: only its words are at hand. */
function identifyDocument(text: string, head: SourceHead): Identification | null {
  if (!text.startsWith('{') && !text.startsWith('[')) return null
  const { inArray, keys } = leadingKeys(text)
  const framing: Framing = inArray ? { kind: 'values', path: [] } : text.includes('\n') ? { kind: 'values', path: null } : LINES
  const isUsage = /\\?"input_tokens\\?"\s*:/.test(text)
  if (isUsage && keys.includes('usage') && keys.includes('type')) return { score: BARE, framing }
  if (isUsage) return { score: LIKELY, framing }
  const isError = keys.includes('error') && keys.includes('type')
  if (isError || (framing.kind === 'lines' && !head.complete && keys.length > 0)) return { score: JSON_LINES, framing }
  return null
}
