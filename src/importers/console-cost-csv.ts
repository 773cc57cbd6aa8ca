// The importer of cost CSV files downloaded from the Claude Console, in every generation of their columns. Owns the
// reading of columns by name; the format's page is console-cost-csv.md. Usage CSVs are another format.
import type { Meter } from '../core/bill.ts'
import { PICO_PER_USD, roundUsd } from '../core/money.ts'
import { TOKEN_CLASSES } from '../core/usage.ts'
import { billRecord, meterOf, needDollars, type BillLine } from './anthropic-bill.ts'
import { cell, geoBeforeTheChoice, headerOf, RowNumbers, tierOfUsageType } from './console-csv.ts'
import { UnreadableField } from './fields.ts'
import type { Identification, Importer, SourceHead } from './importer.ts'
import { accept, type Outcome } from './outcome.ts'
import { RowReader, type Cells } from './row-reader.ts'
import { promptRangeOf } from './report-row.ts'
import { isDayOnly, parseUtcTime } from './utc-time.ts'

const ID = 'console-cost-csv'
const SCORE = 95
const DAY_MS = 86_400_000

export const consoleCostCsv: Importer = {
  id: ID,
  title: 'Claude Console cost CSV',
  basis: 'bills',
  surest: SCORE,
  identify,
  read: (options, sink) => new ConsoleCostReader(options, sink),
}

/** Columns every generation has. */
const NEEDED = ['usage_date_utc', 'model', 'token_type', 'cost_usd'] as const

function identify(head: SourceHead): Identification | null {
  const columns = headerOf(head)
  return NEEDED.every((column) => columns.has(column)) ? { score: SCORE, framing: { kind: 'csv' } } : null
}

class ConsoleCostReader extends RowReader {
  readonly #numbers = new RowNumbers()

  protected override outcome(cells: Cells): Outcome {
    const line = readLine(cells)
    return accept(billRecord({ ...line, reportKey: this.#numbers.numbered(line.reportKey) }, ID, this.options))
  }
}

/** @throws UnreadableField */
function readLine(cells: Cells): BillLine {
  const { startMs, isDay } = readDate(cells)
  const amounts = readAmounts(cells)
  const named = (column: string) => cell(cells, column)
  const meter = meterOfRow(named('cost_type'), named('token_type'))
  const [model, workspace, apiKey, usageType] = ['model', 'workspace', 'api_key', 'usage_type'].map(named)
  const promptRange = promptRangeOf(named('context_window'))
  const geo = named('inference_geo') ?? geoBeforeTheChoice(startMs)
  const speed = named('speed') ?? (TOKEN_METERS.has(meter) ? 'standard' : null)
  return {
    startMs,
    endMs: startMs + (isDay ? DAY_MS : 1),
    model: model ?? null,
    tier: usageType == null ? null : tierOfUsageType(usageType),
    speed,
    geo,
    promptRange,
    origin: { account: null, workspace: workspace ?? null, apiKey: apiKey ?? named('api_key_id'), principal: null },
    // Without the key's id and status, which files from before 2026-08 do not have: the same day exported by both is one.
    reportKey: JSON.stringify([
      ID, startMs, isDay, model, workspace, apiKey, usageType, promptRange.over, promptRange.upTo,
      named('token_type'), named('cost_type'), geo, speed,
    ]),
    bill: { meter, ...amounts, estimated: false },
  }
}

function readDate(cells: Cells): { startMs: number; isDay: boolean } {
  const written = cells['usage_date_utc']?.trim() ?? ''
  const startMs = parseUtcTime(written)
  if (startMs === null) throw new UnreadableField('usage_date_utc is not a date')
  return { startMs, isDay: isDayOnly(written) }
}

const CLASS_OF_TOKEN: ReadonlyMap<string, Meter> = new Map([
  ['input_no_cache', 'uncachedInput'],
  ['input_cache_read', 'cacheRead'],
  // Files from before there were writes for an hour.
  ['input_cache_write', 'cacheWrite5m'],
  ['input_cache_write_5m', 'cacheWrite5m'],
  ['input_cache_write_1h', 'cacheWrite1h'],
  ['output', 'output'],
])

const TOKEN_METERS: ReadonlySet<Meter> = new Set(TOKEN_CLASSES)

/** The file says `token` where the API says `tokens`; beyond that the API's words are taken, and no others. */
function meterOfRow(costType: string | null, tokenType: string | null): Meter {
  const isTokens = costType === null || costType === 'token' || costType === 'tokens'
  return isTokens ? CLASS_OF_TOKEN.get(tokenType ?? '') ?? 'other' : meterOf(costType, null)
}

/** @throws UnreadableField */
function readAmounts(cells: Cells): { billed: bigint; list: bigint | null; roundedTo: bigint } {
  const billed = dollars(cells, 'cost_usd')
  if (billed === null) throw new UnreadableField('cost_usd is missing')
  if (cell(cells, 'currency') !== null) needDollars(cell(cells, 'currency'))
  const list = dollars(cells, 'list_price_usd')
  return { billed, list, roundedTo: roundingOf([cells['cost_usd'], cells['list_price_usd']]) }
}

function dollars(cells: Cells, column: string): bigint | null {
  const text = cell(cells, column)
  if (text === null) return null
  const pico = roundUsd(text)
  if (pico === null) throw new UnreadableField(`${column} is not a decimal number`)
  return pico
}

const CENT = PICO_PER_USD / 100n

/** One in the last place that an amount of the row is written to: a cent, less where one has more decimals. */
function roundingOf(amounts: readonly (string | undefined)[]): bigint {
  const units = amounts.map((text) => {
    const [, decimals = '', exponent = '0'] = /^[^.e]*(?:\.(\d*))?(?:e([-+]?\d+))?\s*$/i.exec(text ?? '') ?? []
    const places = decimals.length - Number(exponent)
    return places <= 2 ? CENT : places >= 12 ? 1n : PICO_PER_USD / 10n ** BigInt(places)
  })
  return units.reduce((finest, unit) => (unit < finest ? unit : finest), CENT)
}
