// Tells Bedrock model invocation logs from everything else by the structure of the first 64 KiB, and says how to cut
// them. Words inside strings prove nothing: a prompt may quote a log.
import { isFlatRow, unwrap, unwrapLine } from './bedrock-envelopes.ts'
import { parseJson } from './parse-json.ts'
import type { Framing, Identification, SourceHead } from './importer.ts'
import { endOfString, leadingKeys } from './json-run.ts'

const LINES: Framing = { kind: 'lines' }
const RUN: Framing = { kind: 'values', path: null }

export function identifyInvocationLog(head: SourceHead): Identification | null {
  const text = head.text.trimStart()
  const first = text.charAt(0)
  if (first !== '{' && first !== '[') return identifyText(text)
  return identifyWholeLine(text) ?? identifyByKeys(text) ?? identifyStrings(text)
}

/** A first line that is a whole value: unwrapped as the reader would, it must hold a record. */
function identifyWholeLine(text: string): Identification | null {
  const line = firstLine(text)
  if (!SIGNS.some((sign) => line.includes(sign))) return null
  const parsed = parseJson(line)
  if (parsed === null || !unwrap(parsed.value).some((found) => found.kind === 'record')) return null
  return { score: 95, framing: framingOf(Array.isArray(parsed.value), leadingKeys(text).keys) ?? LINES }
}

/** No line that unwraps to a record lacks all of these. Parsing the first line of every file costs more than the search. */
const SIGNS = ['modelId', 'ModelInvocationLog', 'TokenCount', '@message', 'field']

/** Pretty-printed, longer than the head, or several values on a line: the names of the outermost object decide. */
function identifyByKeys(text: string): Identification | null {
  const { inArray, keys } = leadingKeys(text)
  const wrapped = framingOf(inArray, keys)
  if (isRecordKeys(keys)) return { score: 95, framing: wrapped ?? (text.includes('\n') ? RUN : LINES) }
  if (keys.some((key) => isFlatRow({ [key]: '' }))) return { score: 85, framing: wrapped ?? RUN }
  if (wrapped === null) return null
  const namesModel = /\bmodelId\b/.test(text) && /\b(?:input|output)TokenCount\b|\boperation\b/.test(text)
  if (namesModel || /"field"\s*:\s*"input\.inputTokenCount"/.test(text)) return { score: 85, framing: wrapped }
  return EMPTY_REPLY.test(text) ? { score: 20, framing: wrapped } : null
}

/** A query that found nothing: probably ours, and nothing to read either way. */
const EMPTY_REPLY = /"(?:results|events)"\s*:\s*\[\s*\]/

function isRecordKeys(keys: readonly string[]): boolean {
  if (!keys.includes('modelId')) return keys.includes('schemaType') && keys.includes('schemaVersion')
  return ['schemaType', 'requestId', 'operation', 'accountId'].filter((key) => keys.includes(key)).length >= 2
}

/** Null where the values themselves are the records. */
function framingOf(inArray: boolean, keys: readonly string[]): Framing | null {
  if (keys.includes('messageType')) return RUN
  if (inArray) return { kind: 'values', path: [] }
  if (keys.includes('events')) return { kind: 'values', path: ['events'] }
  if (keys.includes('results')) return { kind: 'values', path: ['results'] }
  return null
}

/** Export-task lines, events as JSON strings, and the CSV download of Logs Insights. */
function identifyText(text: string): Identification | null {
  const line = firstLine(text)
  const { json, eventTimeMs } = unwrapLine(line)
  if (eventTimeMs !== null) return isRecordKeys(leadingKeys(json).keys) ? { score: 95, framing: LINES } : null
  return identifyStrings(text) ?? identifyCsv(line, text)
}

/** Messages as JSON strings: one a line (`jq '.events[].message'`), or an array (`--query 'events[*].message'`). */
function identifyStrings(text: string): Identification | null {
  const open = /^\[?\s*(?="\{)/.exec(text)
  if (open === null) return null
  const parsed = parseJson(text.slice(open[0].length, endOfString(text, open[0].length)))
  if (parsed === null || !unwrap(parsed.value).some((found) => found.kind === 'record')) return null
  return { score: 95, framing: open[0] === '' ? LINES : { kind: 'values', path: [] } }
}

function identifyCsv(header: string, text: string): Identification | null {
  const columns = header.split(',').map((cell) => cell.trim().replace(/^"|"$/g, ''))
  if (columns.includes('modelId') && columns.some((column) => /^(?:in|out)put\.\w+TokenCount$/.test(column))) {
    return { score: 95, framing: { kind: 'csv' } }
  }
  const quotesRecord = /""modelId""|""ModelInvocationLog""/.test(text)
  return columns.includes('@message') && quotesRecord ? { score: 95, framing: { kind: 'csv' } } : null
}

function firstLine(text: string): string {
  const end = text.indexOf('\n')
  return (end === -1 ? text : text.slice(0, end)).trimEnd()
}
