// Writes CSV: RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180), safe to open in a spreadsheet. Reads none.

export interface CsvColumn {
  name: string
  /** Numbers are written as they are; texts that a spreadsheet would run as a formula are defused. */
  type: 'text' | 'number'
}

export interface CsvTable {
  columns: readonly CsvColumn[]
  /** Null is an empty cell. */
  rows: readonly (readonly (string | number | null)[])[]
}

export interface CsvOptions {
  bom?: boolean
  separator?: ',' | ';' | '\t'
}

const NUMBER = /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/

/** A leading apostrophe stops a spreadsheet from running a cell (https://owasp.org/www-community/attacks/CSV_Injection). */
function defuse(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
}

function quote(text: string, separator: string): string {
  const needsQuotes = text.includes('"') || text.includes('\n') || text.includes('\r') || text.includes(separator)
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text
}

function cell(value: string | number | null, type: CsvColumn['type'], separator: string): string {
  if (value === null) return ''
  const text = String(value)
  const genuineNumber = type === 'number' && NUMBER.test(text)
  return quote(genuineNumber ? text : defuse(text), separator)
}

/** The table as CSV text: header row first, CRLF after every row. */
export function csvText(table: CsvTable, options: CsvOptions = {}): string {
  const separator = options.separator ?? ','
  const header = table.columns.map((column) => cell(column.name, 'text', separator))
  const body = table.rows.map((row) =>
    table.columns.map((column, index) => cell(row[index] ?? null, column.type, separator)))
  const lines = [header, ...body].map((cells) => `${cells.join(separator)}\r\n`)
  return (options.bom === true ? '\uFEFF' : '') + lines.join('')
}
