// Bills of the invented company for the last weeks, as the Console's cost CSV and a Cost and Usage Report would be.
// The direct bill rounds each row to a cent; the Bedrock bill is 12 % below list.
import { addDays, monthOf, utcDayOf } from '../../../core/calendar.ts'
import { modelFacts } from '../../../core/model-catalogue.ts'
import { formatUsdExact, PICO_PER_USD } from '../../../core/money.ts'
import type { LogSource } from '../../../importers/importer.ts'
import { listPriceBook } from '../../../prices/load-prices.ts'
import { ACCOUNT, profileArn } from './bedrock-lines.ts'
import { chargesOf, type Charge } from './charges.ts'
import type { Span } from './traffic.ts'
import { WORKLOADS } from './workloads.ts'

/** Whole days before today that are billed. */
const BILLED_DAYS = 45
const DISCOUNT_PCT = 12n
const CENT = PICO_PER_USD / 100n

export function sampleBills(span: Span): LogSource[] {
  const to = addDays(utcDayOf(span.untilMs), -1)
  const from = addDays(to, 1 - BILLED_DAYS)
  const source = (name: string, text: (charges: Charge[]) => string, direct: boolean): LogSource => ({
    name, size: null, modifiedAtMs: span.untilMs,
    open: async function* () { yield Buffer.from(text(charges({ span, from, to, direct }))) },
  })
  const compact = (day: string) => day.replaceAll('-', '_')
  return [
    source(`bills/claude_api_cost_${compact(from)}_to_${compact(to)}.csv`, consoleCsv, true),
    source(`bills/cost-and-usage-${from}-to-${to}.csv`, costAndUsageCsv, false),
  ]
}

function charges({ span, from, to, direct }: { span: Span; from: string; to: string; direct: boolean }): Charge[] {
  const book = listPriceBook()
  return WORKLOADS.filter(({ routing }) => (routing === null) === direct)
    .flatMap((workload) => chargesOf(workload, { span, from, book }))
    .filter(({ day }) => day <= to)
    .toSorted((a, b) => a.day.localeCompare(b.day))
}

const csv = (head: readonly string[], rows: readonly (readonly string[])[]) => `${[head, ...rows].map((row) => row.join(',')).join('\n')}\n`

const TOKEN_TYPES: Readonly<Record<Charge['meter'], string>> = {
  uncachedInput: 'input_no_cache', cacheRead: 'input_cache_read', cacheWrite5m: 'input_cache_write_5m',
  cacheWrite1h: 'input_cache_write_1h', output: 'output', webSearches: '--',
}

/** Each row to the nearest cent, as the export has it. */
function inCents(amount: bigint): string {
  const cents = ((amount + CENT / 2n) / CENT).toString().padStart(3, '0')
  return `${cents.slice(0, -2)}.${cents.slice(-2)}`
}

function consoleCsv(all: readonly Charge[]): string {
  const head = [
    'usage_date_utc', 'model', 'workspace', 'api_key', 'usage_type', 'context_window', 'token_type', 'cost_usd', 'list_price_usd',
    'cost_type', 'inference_geo', 'speed',
  ]
  return csv(head, all.map(({ workload, day, model, meter, list }) => {
    const words = meter === 'webSearches'
      ? ['--', '--', '--', 'web_search', '--', '--']
      : [workload.batch ? 'Message Batch' : 'message', '≤ 200k', TOKEN_TYPES[meter], 'token', 'global', 'standard']
    const [usageType = '', window = '', tokenType = '', costType = '', geo = '', speed = ''] = words
    const name = meter === 'webSearches' ? '--' : (modelFacts(model)?.displayName ?? model)
    return [day, name, 'Default', workload.id, usageType, window, tokenType, inCents(list), inCents(list), costType, geo, speed]
  }))
}

const USAGE_WORDS: Readonly<Record<Charge['meter'], string>> = {
  uncachedInput: 'input-tokens', cacheRead: 'cache-read-input-token-count', cacheWrite5m: 'cache-write-input-token-count',
  cacheWrite1h: 'cache-write-1h-input-token-count', output: 'output-tokens', webSearches: 'web-searches',
}
const REGION_CODES: Readonly<Record<string, string>> = { 'eu-central-1': 'EUC1', 'us-east-1': 'USE1', 'us-west-2': 'USW2' }

/** `EUC1-Claude5.5Sonnet-output-tokens`; the global route says so at its end. */
function usageType({ workload, model, meter }: Charge): string {
  const [, family = '', version = ''] = /^Claude (\w+) ([\d.]+)$/.exec(modelFacts(model)?.displayName ?? '') ?? []
  const region = REGION_CODES[workload.region ?? ''] ?? 'USE1'
  const global = workload.routing === 'global' ? '-cross-region-global' : ''
  return `${region}-Claude${version}${family}-${USAGE_WORDS[meter]}${global}`
}

/** The month that is not over has no invoice yet: its amounts are estimates. */
function costAndUsageCsv(all: readonly Charge[]): string {
  const head = [
    'bill/InvoiceId', 'bill/BillingEntity', 'lineItem/UsageAccountId', 'lineItem/LineItemType', 'lineItem/UsageStartDate',
    'lineItem/UsageEndDate', 'lineItem/ProductCode', 'lineItem/UsageType', 'lineItem/Operation', 'lineItem/ResourceId',
    'lineItem/UsageAmount', 'lineItem/CurrencyCode', 'lineItem/UnblendedCost', 'product/region', 'pricing/unit',
    'pricing/publicOnDemandCost',
  ]
  const lastMonth = monthOf(all.at(-1)?.day ?? '')
  return csv(head, all.map((charge) => {
    const { workload, day, quantity, list } = charge
    const resource = charge.viaProfile && workload.profile !== null ? profileArn(workload.region, workload.profile.id) : ''
    return [
      monthOf(day) === lastMonth ? '' : '1234567890', 'AWS', ACCOUNT, 'Usage', `${day}T00:00:00Z`, `${addDays(day, 1)}T00:00:00Z`,
      'AmazonBedrockService', usageType(charge), 'InvokeModelInference', resource, thousandths(quantity), 'USD',
      formatUsdExact((list * (100n - DISCOUNT_PCT)) / 100n), workload.region ?? '', '1K tokens', formatUsdExact(list),
    ]
  }))
}

/** Thousands of tokens as an exact decimal. */
function thousandths(tokens: number): string {
  return `${Math.floor(tokens / 1000)}.${String(tokens % 1000).padStart(3, '0')}`
}
