// Writes the logs the end-to-end run drops on the window, with the figures they must give worked out beside them.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const DAY_MS = 86_400_000
const DAYS = 20

/** Must never be found in a ledger: it stands where prompts and answers stand. */
export const CANARY = 'canary-7f3a-text-of-a-prompt'

/**
 * Bedrock, Sonnet 4.5 through the US profile, 20 requests a day for 20 days = 400 requests.
 * One: 1,000 x $3.30 + 50,000 x $0.33 + 2,000 x $4.125 + 500 x $16.50 a million = $0.0363; 400 = $14.52.
 * Anthropic API, Sonnet 4.5, 30 requests a day for 20 days = 600 requests, one of them written twice.
 * One: 2,000 x $3.00 + 10,000 x $0.30 + 1,000 x $3.75 + 300 x $15.00 a million = $0.01725; 600 = $10.35.
 */
export const EXPECTED = {
  bedrockUsd: '14.52',
  directUsd: '10.35',
  totalUsd: '24.87',
  requests: 1000,
  entries: 1001,
  duplicates: 1,
} as const

/**
 * A bill of Bedrock over those 20 days and the one before them, 10 % below list. A day at list: 20,000 x $3.30 + 1,000,000 x
 * $0.33 + 40,000 x $4.125 + 10,000 x $16.50 a million = $0.726. Billed: 21 x $0.726 x 0.9 = $13.7214. Residual against
 * $14.52: a day that no log shows, +$0.726, and the discount, -21 x $0.0726 = -$1.5246; together -$0.7986.
 */
export const BILLED = { billed: '$13.72', residual: '\u2212$0.7986', gap: '+$0.7260', discount: '\u2212$1.52' } as const

export interface Logs {
  folder: string
  bedrock: string
  direct: string
  bill: string
}

export function writeLogs(parent: string): Logs {
  const folder = join(parent, 'logs')
  mkdirSync(folder, { recursive: true })
  const bedrock = join(folder, 'bedrock.json.gz')
  const direct = join(folder, 'direct.jsonl')
  writeFileSync(bedrock, gzipSync(lines(DAYS * 20, (index) => invocation(index, noonOf(index % DAYS)))))
  const replies = lines(DAYS * 30, (index) => response(index, noonOf(index % DAYS)))
  writeFileSync(direct, replies + replies.slice(0, replies.indexOf('\n') + 1))
  const bill = join(parent, 'bedrock-bill.csv')
  writeFileSync(bill, costAndUsage())
  return { folder, bedrock, direct, bill }
}

const BILL_HEAD = [
  'bill/InvoiceId', 'bill/BillingEntity', 'lineItem/UsageAccountId', 'lineItem/LineItemType', 'lineItem/UsageStartDate',
  'lineItem/UsageEndDate', 'lineItem/ProductCode', 'lineItem/UsageType', 'lineItem/UsageAmount', 'lineItem/CurrencyCode',
  'lineItem/UnblendedCost', 'pricing/unit', 'pricing/publicOnDemandCost',
]

/** Words of the usage type, thousands of tokens a day, list and billed dollars of them. */
const BILL_METERS = [
  ['input-tokens', '20', '0.066', '0.0594'],
  ['cache-read-input-token-count', '1000', '0.33', '0.297'],
  ['cache-write-input-token-count', '40', '0.165', '0.1485'],
  ['output-tokens', '10', '0.165', '0.1485'],
] as const

function costAndUsage(): string {
  const days = Array.from({ length: DAYS + 1 }, (_, at) => at)
  const rows = days.flatMap((at) =>
    BILL_METERS.map(([words, amount, list, billed]) => [
      '1234567890', 'AWS', '111122223333', 'Usage', midnightOf(at), midnightOf(at - 1), 'AmazonBedrockService',
      `USE1-Claude4.5Sonnet-${words}`, amount, 'USD', billed, '1K tokens', list,
    ]),
  )
  return [BILL_HEAD, ...rows].map((row) => `${row.join(',')}\n`).join('')
}

/** The start of the UTC day of `noonOf`. */
function midnightOf(daysBefore: number): string {
  return `${noonOf(daysBefore).slice(0, 10)}T00:00:00Z`
}

/** A reply the other logs do not hold. */
export function oneMoreReply(): string {
  return `${JSON.stringify(response(DAYS * 30, noonOf(0)))}\n`
}

/** Noon of the n-th whole day before today, so that every time zone sees whole days. */
function noonOf(daysBefore: number): string {
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS
  return `${new Date(today - (daysBefore + 1) * DAY_MS + DAY_MS / 2).toISOString().slice(0, 19)}Z`
}

function lines(count: number, make: (index: number) => unknown): string {
  return Array.from({ length: count }, (_, index) => `${JSON.stringify(make(index))}\n`).join('')
}

function invocation(index: number, timestamp: string) {
  const [input, read, write, output] = [1000, 50_000, 2000, 500]
  return {
    timestamp,
    accountId: '111122223333',
    identity: { arn: 'arn:aws:sts::111122223333:assumed-role/support-prod/session-1' },
    region: 'us-east-1',
    requestId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    operation: 'Converse',
    modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    requestMetadata: { surface: 'support-bot' },
    input: { inputContentType: 'application/json', inputTokenCount: input, cacheReadInputTokenCount: read, cacheWriteInputTokenCount: write,
      inputBodyJson: { messages: [{ role: 'user', content: [{ text: CANARY }] }] } },
    output: {
      outputContentType: 'application/json',
      outputTokenCount: output,
      outputBodyJson: {
        output: { message: { role: 'assistant', content: [{ text: CANARY }] } },
        stopReason: 'end_turn',
        metrics: { latencyMs: 900 + (index % 7) * 50 },
        usage: {
          inputTokens: input, outputTokens: output, totalTokens: input + read + write + output,
          cacheReadInputTokens: read, cacheWriteInputTokens: write,
          cacheDetails: [{ ttl: '5m', inputTokens: write }],
        },
      },
    },
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
  }
}

function response(index: number, timestamp: string) {
  return {
    timestamp,
    level: 'info',
    request_id: `req_${String(index).padStart(8, '0')}`,
    response: {
      id: `msg_01${String(index).padStart(8, '0')}`,
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-5-20250929',
      content: [{ type: 'text', text: CANARY }],
      stop_reason: 'end_turn',
      usage: {
        input_tokens: 2000,
        cache_read_input_tokens: 10_000,
        cache_creation_input_tokens: 1000,
        cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 0 },
        output_tokens: 300,
        service_tier: 'standard',
      },
    },
  }
}
