// What the Console's usage and cost CSV files have in common: cells, the texts of their groups, and rows that look alike.
// Owns no columns of its own. The formats' pages are console-usage-csv.md and console-cost-csv.md.
import type { SourceHead } from './importer.ts'
import type { Cells } from './row-reader.ts'

/** The names in the first line. */
export function headerOf(head: SourceHead): ReadonlySet<string> {
  if (/^[\s\uFEFF]*[{[]/.test(head.text)) return new Set()
  const header = head.text.replace(/^[\s\uFEFF]+/, '').split(/\r\n|\n|\r/, 1)[0] ?? ''
  return new Set(header.split(',').map((cell) => cell.trim().replace(/^"|"$/g, '')))
}

/** A cell's text; null where the column is absent, the cell empty or `--`. */
export function cell(cells: Cells, column: string): string | null {
  const text = cells[column]?.trim() ?? ''
  return text === '' || text === '--' ? null : text.slice(0, 256)
}

/**
 * `inference_geo` exists since 2026-02-05; rows from before are global for certain, later ones in files without the
 * column are not. https://platform.claude.com/docs/en/manage-claude/data-residency (read 2026-11-22)
 */
export function geoBeforeTheChoice(startMs: number): string | null {
  return startMs < Date.UTC(2026, 1, 5) ? 'global' : null
}

const LIST_PRICED = new Set(['standard', 'message', 'messages'])

/** The text of batch rows is undocumented: anything with the word is taken as batch; other words stay as they are. */
export function tierOfUsageType(usageType: string): string {
  const spelled = usageType.toLowerCase()
  if (spelled.includes('batch')) return 'batch'
  return LIST_PRICED.has(spelled) ? 'standard' : spelled
}

/** Names of keys and workspaces are not unique, so equal rows of one file are told apart by their order. */
export class RowNumbers {
  readonly #seen = new Map<string, number>()

  /** The key itself the first time, with a number from 2 on after that. */
  numbered(key: string): string {
    const before = this.#seen.get(key) ?? 0
    this.#seen.set(key, before + 1)
    return before === 0 ? key : `${key}#${before + 1}`
  }
}
