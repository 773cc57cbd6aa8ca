// The importer of usage CSV files downloaded from the Claude Console, in all three generations of their columns.
// Owns the reading of columns by name; the format's page is console-usage-csv.md. Cost CSVs are another format.
import type { TokenCounts } from '../core/usage.ts'
import { cell, geoBeforeTheChoice, headerOf, RowNumbers, tierOfUsageType } from './console-csv.ts'
import { checkedCount, UnreadableField } from './fields.ts'
import type { Identification, Importer, SourceHead } from './importer.ts'
import { accept, ignore, type Outcome } from './outcome.ts'
import { RowReader, type Cells } from './row-reader.ts'
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
  const columns = headerOf(head)
  return NEEDED.every((column) => columns.has(column)) ? { score: 95, framing: { kind: 'csv' } } : null
}

class ConsoleUsageReader extends RowReader {
  readonly #numbers = new RowNumbers()

  protected override outcome(cells: Cells): Outcome {
    const row = readRow(cells)
    if (isEmptyRow(row)) return ignore('no usage in this row')
    return accept(reportRecord({ ...row, reportKey: this.#numbers.numbered(row.reportKey) }, ID, this.options))
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
    tier: usageType === null ? 'standard' : tierOfUsageType(usageType),
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
