// The logs and files that docs/command-line.md works with: fourteen days, three surfaces, one entry that is rejected.
import { CUR_HEADER, curLine } from '../api/bill-month.ts'
import { bedrockLine, directLine, lines } from '../api/logs.ts'

const DAYS = Array.from({ length: 14 }, (_, at) => at + 1)
const dateOf = (day: number) => `2026-11-${String(day).padStart(2, '0')}`
const calls = (day: number) => Array.from({ length: 1 + (day % 3) }, (_, at) => at)

const contracts = DAYS.flatMap((day) => calls(day).map((at) => bedrockLine({
  requestId: `b-${day}-${at}`, at: `${dateOf(day)}T08:0${at}:00Z`, surface: 'contracts', role: 'intake', modelId: 'eu.anthropic.claude-opus-5-5',
  input: 40_000 + 1000 * at, read: 20_000, write5m: 8000, output: 2000, latencyMs: 2100 + 300 * at,
})))
const voice = DAYS.flatMap((day) => calls(day).map((at) => directLine({
  id: `msg_${day}_${at}`, atMs: Date.parse(`${dateOf(day)}T09:0${at}:00Z`), surface: 'voice', model: 'claude-sonnet-5-5',
  input: 1200, read: 30_000 + 500 * day, write5m: 900, output: 400,
})))
const support = DAYS.map((day) => directLine({
  id: `msg_s_${day}`, atMs: Date.parse(`${dateOf(day)}T10:00:00Z`), surface: 'support-bot', model: 'claude-sonnet-4-6',
  input: 6000, read: 12_000, write5m: 1000, output: 900, searches: 1,
}))
const broken = bedrockLine({ requestId: 'bad', at: '2026-11-14T12:00:00Z', input: 5 }).replace('"inputTokenCount":5', '"inputTokenCount":-5')

/** Micro-USD a token, and how many tokens a day: what the vendor charges for the direct calls, 5 % below list. */
const charges = (day: number) => {
  const times = 1 + (day % 3)
  const reads = times * (30_000 + 500 * day)
  return [
    ['claude-sonnet-5-5', 'uncached_input_tokens', 2 * 1200 * times], ['claude-sonnet-5-5', 'cache_read_input_tokens', 0.1 * reads],
    ['claude-sonnet-5-5', 'cache_creation.ephemeral_5m_input_tokens', 2.5 * 900 * times], ['claude-sonnet-5-5', 'output_tokens', 10 * 400 * times],
    ['claude-sonnet-4-6', 'uncached_input_tokens', 3 * 6000], ['claude-sonnet-4-6', 'cache_read_input_tokens', 0.3 * 12_000],
    ['claude-sonnet-4-6', 'cache_creation.ephemeral_5m_input_tokens', 3.75 * 1000], ['claude-sonnet-4-6', 'output_tokens', 15 * 900],
  ] as const
}

/** The bill has one day more than the logs. */
const costReport = [...DAYS, 15].map((day) => ({
  starting_at: `${dateOf(day)}T00:00:00Z`, ending_at: `${dateOf(day + 1)}T00:00:00Z`,
  results: charges(day).map(([model, token_type, microUsd]) => ({
    amount: (microUsd * 0.95 / 10_000).toFixed(6), currency: 'USD', workspace_id: null, description: `${model} ${token_type}`,
    cost_type: 'tokens', model, token_type, context_window: '0-200k', service_tier: 'standard', inference_geo: 'global',
  })),
}))

/** Opus 5.5 in the EU, in millions of tokens. The writes of the last two days were for an hour. */
const usageReport = DAYS.flatMap((day) => {
  const times = 1 + (day % 3)
  const line = (dimension: string, tokens: number, rate: number) => curLine(day, `EUC1-MP:EUC1_${dimension}_regional_standard-Units`, {
    amount: String(tokens / 1e6), list: '', cost: (tokens * rate / 1e6).toFixed(9), unit: 'Units', product: 'Claude Opus 5.5 (Amazon Bedrock Edition)',
  })
  const input = calls(day).reduce((sum, at) => sum + 40_000 + 1000 * at, 0)
  return [
    line('input_tokens', input, 4.4), line('cache_read_tokens', 20_000 * times, 0.22), line('output_tokens', 2000 * times, 22),
    day < 13 ? line('cache_write_tokens', 8000 * times, 5.5) : line('cache_write_tokens_1h', 8000 * times, 8.8),
  ]
})

/** By the names that the page uses. */
export const DOCUMENTED_FILES: Readonly<Record<string, string>> = {
  'bedrock.json': lines(...contracts, broken),
  'direct.jsonl': lines(...voice, ...support),
  'cost.json': JSON.stringify({ data: costReport, has_more: false, next_page: null }),
  'cur.csv': [CUR_HEADER, ...usageReport].map((line) => `${line}\n`).join(''),
  'rules.json': JSON.stringify([{ surface: 'contract-intake', when: { principal: 'role/intake*' } }]),
  'scenario.json': JSON.stringify({
    name: 'Newer model, and voice in the EU', window: { from: '2026-11-01', to: '2026-11-14' }, horizonMonths: 12, growthPctPerMonth: 2,
    moves: [
      { surface: 'support-bot', modelMap: { 'claude-sonnet-4-6': 'claude-sonnet-5-5' } },
      { surface: 'voice', sharePct: 50, to: { platform: 'bedrock', route: 'geo-eu' }, oneOffUsd: '0.50' },
    ],
  }),
  'requirements.json': JSON.stringify([
    { surface: 'contracts', residency: 'eu', privateNetwork: 'aws', iam: 'aws' },
    { surface: 'voice', core: 'latency' },
    { surface: 'support-bot', bill: 'aws' },
  ]),
}
