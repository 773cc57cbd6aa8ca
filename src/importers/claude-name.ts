// Reads the names bills write models by ("Claude4.6Sonnet", "Claude Haiku 4.5 (Amazon Bedrock Edition)") by the model
// catalogue. Exact: a word too many, and the name stands for no model here. Ids are src/core/model-id.ts's.
import { MODELS } from '../core/model-catalogue.ts'

const EDITION = /\((?:Amazon |AWS )?Bedrock(?: Edition)?\)$/i
const WORD = /opus|sonnet|haiku|fable|mythos|instant|preview|claude|anthropic|v\d+|\d+(?:\.\d+)?|[a-z]+/g
const FAMILY = /^(?:opus|sonnet|haiku|fable|mythos|instant)$/
const SILENT = new Set(['claude', 'anthropic'])

/** True where a product name is that of one model on Bedrock, billed through AWS Marketplace. */
export function isBedrockEdition(productName: string): boolean {
  return EDITION.test(productName.trim())
}

/** The name without "(Amazon Bedrock Edition)". */
export function withoutEdition(productName: string): string {
  return productName.trim().replace(EDITION, '').trim()
}

export function namesClaude(text: string): boolean {
  return /claude|anthropic/i.test(text)
}

/** Family, version and revision in one order, whatever order they were written in; null where there are other words. */
function nameKey(text: string): string | null {
  const words = withoutEdition(text).toLowerCase().match(WORD) ?? []
  const families: string[] = []
  const numbers: string[] = []
  const marks: string[] = []
  for (const word of words) {
    if (SILENT.has(word)) continue
    if (FAMILY.test(word)) families.push(word)
    else if (/^\d/.test(word)) numbers.push(word)
    else if (/^v\d+$|^preview$/.test(word)) marks.push(word)
    else return null
  }
  if (families.length > 1 || numbers.length > 2 || families.length + numbers.length === 0) return null
  const version = numbers.join('.').replace(/\.0$/, '')
  return [families[0] ?? '', version, ...marks.filter((mark) => mark !== 'v1')].join(' ')
}

function buildIndex(): ReadonlyMap<string, string> {
  const index = new Map<string, string>()
  for (const { id, displayName } of MODELS) {
    const key = nameKey(displayName)
    if (key !== null) index.set(key, id)
  }
  // Bedrock sells one Instant, with and without its version in the name.
  index.set('instant ', 'claude-instant-1.2')
  return index
}

const index = buildIndex()

/** The Anthropic API id of a model by its written name; null where the catalogue has none of that name. */
export function modelByName(name: string): string | null {
  const key = namesClaude(name) ? nameKey(name) : null
  return key === null ? null : index.get(key) ?? null
}

const FAMILIES = '(?:opus|sonnet|haiku|fable|mythos|instant)'
const IN_TEXT = new RegExp(`claude[\\s-]*(?:${FAMILIES}[\\s-]*(?:\\d+(?:\\.\\d+)?|preview)|\\d+(?:\\.\\d+)?[\\s-]*${FAMILIES})(?:[\\s-]*v\\d)?`, 'i')

/** The name of a model inside a sentence ("$0.003 per 1K input tokens for Claude Sonnet 4.6"); null where there is none. */
export function claudeNameIn(text: string): string | null {
  return IN_TEXT.exec(text)?.[0] ?? null
}
