// The importer of usage CSV files downloaded from the Claude Console, in all three generations of their columns.
// Owns the reading of columns by name; the format's page is console-usage-csv.md. Cost CSVs are another format.
import type { TokenCounts } from '../core/usage.ts'
import { checkedCount, UnreadableField } from './fields.ts'
import type { EntryReader, EntrySink, Identification, Importer, ReadOptions, SourceHead } from './importer.ts'
import { geoOf, isEmptyRow, promptRangeOf, reportRecord, type ReportRow } from './report-row.ts'
import { isDayOnly, parseUtcTime } from './utc-time.ts'

const ID = 'console-usage-csv'

export const consoleUsageCsv: Importer = {
  id: ID,
  title: 'Claude Console usage CSV',
  basis: 'reports',
  surest: 95,
  identify,
  read: (options, sink) => new ConsoleUsageReader(options, sink),
}

/** Columns every generation has. */
const NEEDED = ['usage_date_utc', 'model_version', 'usage_input_tokens_no_cache', 'usage_output_tokens'] as const

function identify(head: SourceHead): Identification | null {
  const header = head.text.trimStart().split(/\r\n|\n|\r/, 1)[0] ?? ''
  const columns = new Set(header.split(',').map((cell) => cell.trim().replace(/^"|"$/g, '')))
  return NEEDED.every((column) => columns.has(column)) ? { score: 95, framing: { kind: 'csv' } } : null
}

type Cells = Readonly<Record<string, string>>

class ConsoleUsageReader implements EntryReader {
  readonly #options: ReadOptions
  readonly #sink: EntrySink
  /** Names of keys and workspaces are not unique, so equal rows of one file are told apart by their order. */
  readonly #seen = new Map<string, number>()

  constructor(options: ReadOptions, sink: EntrySink) {
    this.#options = options
    this.#sink = sink
  }

  entry(_bytes: Buffer, position: number): void {
    this.#sink.reject('not a CSV row', position)
  }

  row(cells: Cells, position: number): void {
    try {
      const row = readRow(cells)
      if (isEmptyRow(row)) this.#sink.ignore('no usage in this row', position)
      else this.#sink.accept(reportRecord(this.#numbered(row), ID, this.#options), position)
    } catch (error) {
      if (!(error instanceof UnreadableField)) throw error
      this.#sink.reject(error.message, position)
    }
  }

  end(): void {
    this.#seen.clear()
  }

  #numbered(row: ReportRow): ReportRow {
    const before = this.#seen.get(row.reportKey) ?? 0
    this.#seen.set(row.reportKey, before + 1)
    return before === 0 ? row : { ...row, reportKey: `${row.reportKey}#${before + 1}` }
  }
}

function readRow(cells: Cells): ReportRow {
  const written = cells['usage_date_utc']?.trim() ?? ''
  const startMs = parseUtcTime(written)
  if (startMs === null) throw new UnreadableField('usage_date_utc is not a date')
  const model = cell(cells, 'model_version')
  const usageType = cell(cells, 'usage_type')
  const names = { workspace: cell(cells, 'workspace'), apiKey: cell(cells, 'api_key') }
  const promptRange = promptRangeOf(cell(cells, 'context_window'))
  const geo = geoOf(cell(cells, 'inference_geo') ?? geoBeforeTheChoice(startMs))
  const speed = cell(cells, 'speed')
  return {
    startMs,
    grain: isDayOnly(written) ? 'utc-day' : 'instant',
    model,
    tier: tierOf(usageType),
    speed,
    geo,
    promptRange,
    tokens: readTokens(cells),
    webSearches: number(cells, 'web_search_count'),
    origin: { account: null, ...names, principal: null },
    reportKey: JSON.stringify([
      ID, startMs, isDayOnly(written), model, names.apiKey, names.workspace, usageType,
      promptRange.over, promptRange.upTo, geo.route, speed,
    ]),
    assumptions: [],
  }
}

/** A cell's text; null where the column is absent, the cell empty or `--`. */
function cell(cells: Cells, column: string): string | null {
  const text = cells[column]?.trim() ?? ''
  return text === '' || text === '--' ? null : text.slice(0, 256)
}

/**
 * `inference_geo` exists since 2026-02-05; rows from before are global for certain, later ones in files without the
 * column are not. https://platform.claude.com/docs/en/manage-claude/data-residency (read 2026-11-22)
 */
function geoBeforeTheChoice(startMs: number): string | null {
  return startMs < Date.UTC(2026, 1, 5) ? 'global' : null
}

const LIST_PRICED = new Set(['standard', 'message', 'messages'])

/** The text of batch rows is undocumented: anything with the word is taken as batch; other words stay unpriced. */
function tierOf(usageType: string | null): string {
  const spelled = usageType?.toLowerCase() ?? 'standard'
  if (spelled.includes('batch')) return 'batch'
  return LIST_PRICED.has(spelled) ? 'standard' : spelled
}

function readTokens(cells: Cells): TokenCounts {
  return {
    uncachedInput: number(cells, 'usage_input_tokens_no_cache'),
    cacheRead: number(cells, 'usage_input_tokens_cache_read'),
    cacheWrite5m: number(cells, 'usage_input_tokens_cache_write_5m'),
    cacheWrite1h: number(cells, 'usage_input_tokens_cache_write_1h'),
    output: number(cells, 'usage_output_tokens'),
  }
}

/** An empty cell of a count is 0: the Console leaves no count out. */
function number(cells: Cells, column: string): number {
  const text = cells[column]?.trim() ?? ''
  if (text === '') return 0
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) throw new UnreadableField(`${column} is not a number`)
  return checkedCount(Number(text), column)
}
