// Tables for people: aligned columns, numbers to the right. And the same rows as CSV.
import { csvText, type CsvColumn } from '../core/csv.ts'

export interface Column {
  /** With its unit where it has one. */
  title: string
  numeric: boolean
}

const GAP = '  '

/** Lines without trailing blanks. Null is shown as a dash: not known, or not said. */
export function tableText(columns: readonly Column[], rows: readonly (readonly (string | null)[])[]): string {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => columns.map((_, at) => row[at] ?? '–'))]
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => [...(row[at] ?? '')].length)))
  const line = (row: readonly string[]) =>
    columns.map(({ numeric }, at) => pad(row[at] ?? '', widths[at] ?? 0, numeric)).join(GAP).trimEnd()
  const [head = [], ...body] = cells
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP)
  return [line(head), rule, ...body.map(line)].map((text) => `${text}\n`).join('')
}

function pad(text: string, width: number, right: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - [...text].length))
  return right ? blanks + text : text + blanks
}

export function csv(columns: readonly Column[], rows: readonly (readonly (string | number | null)[])[]): string {
  const typed: CsvColumn[] = columns.map(({ title, numeric }) => ({ name: title, type: numeric ? 'number' : 'text' }))
  return csvText({ columns: typed, rows })
}
