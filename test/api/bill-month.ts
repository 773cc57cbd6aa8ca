// A constructed month of both providers: logs, and bills that differ from them by known causes. Worked sums beside each.
import { bedrockLine, directLine, lines } from './logs.ts'

const dayText = (day: number) => `2026-11-${String(day).padStart(2, '0')}`
const DAYS = Array.from({ length: 30 }, (_, index) => index + 1)

/** Not logged at all: the logger was down. */
const LOST_DAY = 10
/** A call late on this day is billed on the next. */
const EDGE_DAY = 15
/** Served in the US, though the logs have it as global. */
const US_DAY = 20

/**
 * Direct, Sonnet 5.5 (2 in, 0.1 read, 10 out): 100,000 in, 200,000 read, 10,000 out a day, 1 search.
 * 0.20 + 0.02 + 0.10 = 0.32 USD and a search of 0.01. On day 15 a second call: 1,000 in, 100 out.
 */
export const DIRECT_MONTH = lines(...DAYS.filter((day) => day !== LOST_DAY).flatMap((day) => [
  directLine({
    id: `msg_${day}`, requestId: `req_${day}`, atMs: Date.parse(`${dayText(day)}T09:00:00Z`), input: 100_000, read: 200_000, output: 10_000, searches: 1,
  }),
  ...(day === EDGE_DAY ? [directLine({ id: 'msg_late', requestId: 'req_late', atMs: Date.parse(`${dayText(day)}T23:59:59Z`), input: 1000, output: 100 })] : []),
]))

interface Charge { type: string; usd: number; geo?: string }

/** Cents, as the report writes them; with the discount of 10 %. Micro-USD in, so that no float is in between. */
const cents = (microUsd: number) => (microUsd * 0.9 / 10_000).toFixed(4)

function chargesOf(day: number): Charge[] {
  const geo = day === US_DAY ? 'us' : 'global'
  const times = day === US_DAY ? 1.1 : 1
  const late = day === EDGE_DAY + 1
  return [
    { type: 'uncached_input_tokens', usd: Math.round((200_000 + (late ? 2000 : 0)) * times), geo },
    { type: 'cache_read_input_tokens', usd: Math.round(20_000 * times), geo },
    { type: 'output_tokens', usd: Math.round((100_000 + (late ? 1000 : 0)) * times), geo },
  ]
}

/** The Admin API's cost report of the month. */
export const DIRECT_BILL = JSON.stringify({
  data: DAYS.map((day) => ({
    starting_at: `${dayText(day)}T00:00:00Z`, ending_at: new Date(Date.parse(`${dayText(day)}T00:00:00Z`) + 86_400_000).toISOString().replace('.000', ''),
    results: [
      ...chargesOf(day).map(({ type, usd, geo }) => ({
        amount: cents(usd), currency: 'USD', workspace_id: null, description: `Claude Sonnet 5.5 Usage - ${type}`, cost_type: 'tokens',
        model: 'claude-sonnet-5-5', token_type: type, context_window: '0-200k', service_tier: 'standard', inference_geo: geo,
      })),
      {
        amount: cents(10_000), currency: 'USD', workspace_id: null, description: 'Web Search Usage', cost_type: 'web_search', model: null,
        token_type: null, context_window: null, service_tier: null, inference_geo: null,
      },
    ],
  })),
  has_more: false, next_page: null,
})

/**
 * Bedrock, Sonnet 4.6 (global: 3 in, 15 out; in the Region 10 % more): 50,000 in and 4,000 out by the EU profile, 20,000 in
 * by the global one. 0.165 + 0.066 + 0.06 = 0.291 USD a day.
 */
export const BEDROCK_MONTH = lines(...DAYS.flatMap((day) => [
  bedrockLine({ requestId: `eu-${day}`, at: `${dayText(day)}T08:00:00Z`, modelId: 'eu.anthropic.claude-sonnet-4-6', input: 50_000, output: 4000 }),
  bedrockLine({ requestId: `global-${day}`, at: `${dayText(day)}T08:00:00Z`, modelId: 'global.anthropic.claude-sonnet-4-6', input: 20_000 }),
]))

/** Columns of a legacy Cost and Usage Report, as far as they are read. */
export const CUR_HEADER = [
  'identity/LineItemId', 'bill/InvoiceId', 'bill/BillingEntity', 'bill/PayerAccountId', 'lineItem/UsageAccountId', 'lineItem/LineItemType',
  'lineItem/UsageStartDate', 'lineItem/UsageEndDate', 'lineItem/ProductCode', 'lineItem/UsageType', 'lineItem/Operation',
  'lineItem/UsageAmount', 'lineItem/CurrencyCode', 'lineItem/UnblendedCost', 'product/ProductName', 'pricing/unit', 'pricing/publicOnDemandCost',
].join(',')

const EDITION = 'Claude Sonnet 4.6 (Amazon Bedrock Edition)'
const endOf = (day: number) => new Date(Date.parse(`${dayText(day)}T00:00:00Z`) + 86_400_000).toISOString().replace('.000', '')

/** One line of a legacy Cost and Usage Report, of a day of November 2026. */
export function curLine(day: number, usageType: string, given: { amount: string; list: string; cost: string; unit?: string; product?: string; type?: string }): string {
  return [
    'l1', '', given.product === undefined ? 'AWS' : 'AWS Marketplace', '999900001111', '111122223333', given.type ?? 'Usage',
    `${dayText(day)}T00:00:00Z`, endOf(day), given.product === undefined ? 'AmazonBedrockService' : '7g37k', usageType, 'InvokeModelInference',
    given.amount, 'USD', given.cost, given.product ?? '', given.unit ?? '1K tokens', given.list,
  ].join(',')
}

/** A legacy Cost and Usage Report with 20 % off, quantities in thousands and (from the 16th, in the Marketplace) in millions. */
export const BEDROCK_BILL = [
  CUR_HEADER,
  ...DAYS.flatMap((day) => (day <= 15 ? [
    curLine(day, 'EUC1-Claude4.6Sonnet-input-tokens', { amount: '50', list: '0.165', cost: '0.132' }),
    curLine(day, 'EUC1-Claude4.6Sonnet-output-tokens', { amount: '4', list: '0.066', cost: '0.0528' }),
    curLine(day, 'EUC1-Claude4.6Sonnet-input-tokens-cross-region-global', { amount: '20', list: '0.06', cost: '0.048' }),
  ] : [
    curLine(day, 'EUC1-MP:EUC1_InputTokenCount-Units', { amount: '0.05', list: '0.165', cost: '0.132', unit: 'Units', product: EDITION }),
    curLine(day, 'EUC1-MP:EUC1_OutputTokenCount-Units', { amount: '0.004', list: '0.066', cost: '0.0528', unit: 'Units', product: EDITION }),
    curLine(day, 'EUC1-MP:EUC1_InputTokenCount_Global-Units', { amount: '0.02', list: '0.06', cost: '0.048', unit: 'Units', product: EDITION }),
  ])),
  // Tax of the month, on its first day.
  curLine(1, 'EUC1-Claude4.6Sonnet-input-tokens', { amount: '1', list: '', cost: '1.25', type: 'Tax' }),
].map((line) => `${line}\n`).join('')

/** Tokens of 28 days that fall on no whole cent, by two API keys: input, read, output. */
export const UNEVEN_DAYS = Array.from({ length: 28 }, (_, index) => ({ day: index + 1, input: 10_007 + 311 * index, read: 70_001 + 13 * index, output: 2003 + 97 * index }))

export const UNEVEN_LOG = lines(...UNEVEN_DAYS.flatMap(({ day, input, read, output }) => ['a', 'b'].map((key) =>
  directLine({ id: `msg_${day}${key}`, requestId: `req_${day}${key}`, atMs: Date.parse(`${dayText(day)}T09:00:00Z`), input, read, output }))))

/** The Console's cost CSV of these: each row, of one API key, is rounded to a cent. */
export const ROUNDED_BILL = [
  'usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,inference_geo,speed',
  ...UNEVEN_DAYS.flatMap(({ day, input, read, output }) => ['a', 'b'].flatMap((key) =>
    ([['input_no_cache', input * 2], ['input_cache_read', read * 0.1], ['output', output * 10]] as const).map(([type, microUsd]) => {
      const dollars = (Math.round(microUsd / 10_000) / 100).toFixed(2)
      return `${dayText(day)},Claude Sonnet 5.5,Default,${key},message,≤ 200k,${type},${dollars},${dollars},token,global,standard`
    }))),
].map((line) => `${line}\n`).join('')

/** Cost Explorer by service, one amount a day for all that Sonnet 4.6 did: 291,000 micro-USD less 20 %. */
export const SERVICE_BILL = JSON.stringify({
  GroupDefinitions: [{ Type: 'DIMENSION', Key: 'SERVICE' }],
  ResultsByTime: DAYS.map((day) => ({
    TimePeriod: { Start: dayText(day), End: endOf(day).slice(0, 10) }, Total: {}, Estimated: false,
    Groups: [{ Keys: [EDITION], Metrics: { UnblendedCost: { Amount: '0.2328', Unit: 'USD' } } }],
  })),
})
