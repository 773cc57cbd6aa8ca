// Tells logged Messages API responses by the structure of the first 64 KiB. Any JSON-lines log gets a low score: an
// application log may speak of its first call late.
import { parseJson } from './parse-json.ts'
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
  return identifyLines(lines.filter((line) => /^\s*["{]/.test(line)), head)
}

function identifyLines(lines: readonly string[], head: SourceHead): Identification | null {
  let [objects, speaks, holdsUsage] = [0, false, false]
  for (const line of lines) {
    const parsed = parseJson(line)
    if (parsed === null) continue
    if (isBare(parsed.value)) return { score: BARE, framing: LINES }
    const { found, tokenCount, error } = findUsage(parsed.value)
    holdsUsage ||= found.length > 0
    speaks ||= tokenCount || error
    if (isObject(parsed.value)) objects += 1
  }
  if (holdsUsage) return { score: WRAPPED, framing: LINES }
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
