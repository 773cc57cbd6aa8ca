// Columns of a cost table by one spelling, whatever the file's own, and cells as text or null. Owns no format's columns.
import { isObject } from './fields.ts'
import type { SourceHead } from './importer.ts'
import { parseJson } from './parse-json.ts'
import type { Cells } from './row-reader.ts'

/** Names in the first row of a CSV head. */
export function headerColumns(head: SourceHead): readonly string[] {
  return headerLine(head).split(',').map((cell) => cell.trim().replace(/^"|"$/g, ''))
}

export function headerLine({ text }: SourceHead): string {
  return text.replace(/^\uFEFF/, '').trimStart().split(/\r\n|\n|\r/, 1)[0] ?? ''
}

/** `lineItem/UsageStartDate` and `line_item_usage_start_date` alike. */
export function snakeCase(name: string): string {
  return name.replaceAll('/', '_').replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
}

/** What files write where there is nothing. */
const NOTHING = new Set(['', 'null', 'none', 'n/a', 'nan'])
const LONGEST_NOTHING = 4

export function textOrNull(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? ''
  return trimmed.length <= LONGEST_NOTHING && NOTHING.has(trimmed.toLowerCase()) ? null : trimmed
}

/** Finds cells by the spelling that `spell` gives; made once a file, from the names of its columns. */
export class BillColumns {
  readonly #names = new Map<string, string>()

  constructor(names: readonly string[], spell: (name: string) => string) {
    for (const name of names) if (!this.#names.has(spell(name))) this.#names.set(spell(name), name)
  }

  has(column: string): boolean {
    return this.#names.has(column)
  }

  /** The first of these columns that says something. */
  text(cells: Cells, ...columns: readonly string[]): string | null {
    for (const column of columns) {
      const name = this.#names.get(column)
      const text = name === undefined ? null : textOrNull(cells[name])
      if (text !== null) return text
    }
    return null
  }

  /** Spelled names of columns that start with one of these, with the names they have in the file. */
  starting(...prefixes: readonly string[]): (readonly [spelled: string, name: string])[] {
    return [...this.#names].filter(([spelled]) => prefixes.some((prefix) => spelled.startsWith(prefix)))
  }
}

/** Members of a map written as JSON text that are text themselves; an array of key and value pairs is one too. */
export function mapOf(text: string | null): readonly (readonly [key: string, value: string])[] {
  const value = text === null ? null : parseJson(text)?.value
  const pairs: readonly unknown[] = Array.isArray(value) ? value.map(pairOf) : isObject(value) ? Object.entries(value) : []
  return pairs.flatMap((pair) => {
    if (!Array.isArray(pair)) return []
    const [key, member] = pair.map((part: unknown) => (typeof part === 'string' ? part : null))
    const said = textOrNull(member ?? undefined)
    return key === undefined || key === null || said === null ? [] : [[key, said] as const]
  })
}

/** A map in one order, for comparing: exports write the same tags in any. */
export function sortedMap(text: string | null): readonly (readonly [key: string, value: string])[] {
  return mapOf(text).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function pairOf(value: unknown): unknown {
  return isObject(value) && 'key' in value ? [value['key'], value['value']] : value
}
