// One line of a cloud bill as a record: amounts, tokens by the stated quantity, and the identity a later delivery
// replaces it by. Owns no format's columns.
import { createHash } from 'node:crypto'
import { TOKEN_CLASSES, type Origin, type TokenCounts, type UsageRecord } from '../core/usage.ts'
import type { Meter } from '../core/bill.ts'
import { utcDayOf } from '../core/calendar.ts'
import { roundDecimal, roundUsd } from '../core/money.ts'
import type { Charge } from './aws-charge.ts'
import { UnreadableField } from './fields.ts'
import type { ReadOptions } from './importer.ts'

const DAY_MS = 86_400_000

/** From `startMs` (inclusive) to `endMs` (exclusive). */
export interface Period {
  startMs: number
  endMs: number
}

export interface CloudBillLine {
  importer: string
  period: Period
  charge: Charge
  /** What the line is, where its type says more than what it charges for: tax, credit, discount. */
  meter: Meter | null
  billed: bigint
  list: bigint | null
  /** Decimal text in the charge's unit; null where the bill states none, or where it is not of this charge. */
  quantity: string | null
  estimated: boolean
  origin: Pick<Origin, 'account' | 'principal' | 'tags'>
  reportKey: string
}

export function cloudBillRecord(line: CloudBillLine, options: ReadOptions): UsageRecord {
  const { importer, period, charge } = line
  const meter = line.meter ?? charge.meter
  const tokens = meter === charge.meter ? tokensOf(line) : null
  const route = options.route ?? charge.route
  return {
    basis: 'bills', messageId: null, requestId: null, reportKey: line.reportKey, occurredAtMs: period.startMs,
    grain: isWholeDays(period) ? 'utc-day' : 'instant', platform: options.platform ?? charge.platform, route,
    origin: { importer, workspace: null, apiKey: null, profile: charge.profile, project: null, gateway: null, ...line.origin },
    passes: [{
      kind: 'message', model: charge.model, rawModel: charge.rawModel, tier: charge.tier, speed: 'standard',
      tokens: tokens ?? NO_TOKENS, webSearches: 0, writeSplitAssumed: false,
      promptRange: charge.promptRange ?? { over: 0, upTo: null },
    }],
    requests: null, latencyMs: null, timeToFirstTokenMs: null, stopReason: null, errorCode: null, session: null,
    sidechain: false, modelHint: null, assumptions: route === 'unknown' ? ['route'] : [],
    bill: {
      meter, billed: line.billed, list: line.list, roundedTo: 0n,
      lastDay: utcDayOf(Math.max(period.endMs - 1, period.startMs)), estimated: line.estimated, quantityStated: tokens !== null,
    },
  }
}

const NO_TOKENS: TokenCounts = { uncachedInput: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 }

function isWholeDays({ startMs, endMs }: Period): boolean {
  return startMs % DAY_MS === 0 && endMs % DAY_MS === 0 && endMs > startMs
}

/** Null where the quantity is not tokens of a class, or negative (a correction takes back money, tokens are never less than none). */
function tokensOf({ charge, quantity }: CloudBillLine): TokenCounts | null {
  const tokenClass = TOKEN_CLASSES.find((name) => name === charge.meter)
  if (tokenClass === undefined || charge.tokensPerUnit === null || quantity === null) return null
  const count = roundDecimal(quantity, Math.log10(charge.tokensPerUnit))
  if (count === null) throw new UnreadableField('quantity is not a number')
  if (count > BigInt(Number.MAX_SAFE_INTEGER)) throw new UnreadableField('quantity is too large')
  return count < 0n ? null : { ...NO_TOKENS, [tokenClass]: Number(count) }
}

/** @throws UnreadableField where the text is no amount */
export function usd(text: string, field: string): bigint {
  const amount = roundUsd(text)
  if (amount === null) throw new UnreadableField(`${field} is not an amount`)
  return amount
}

/** @throws UnreadableField: amounts are never converted */
export function requireUsd(currency: string | null, field: string): void {
  if (currency !== null && currency.toUpperCase() !== 'USD') throw new UnreadableField(`${field} is not USD`)
}

/**
 * Identities of the lines of one file: a digest of what tells lines apart, and a number where several lines are alike in
 * all of it. Keeps 6 bytes of each digest, so that a file of millions of lines fits.
 */
export class LineKeys {
  readonly #importer: string
  readonly #seen = new Map<number, number>()

  constructor(importer: string) {
    this.#importer = importer
  }

  next(parts: readonly unknown[]): string {
    const digest = createHash('sha256').update(JSON.stringify(parts)).digest()
    const short = digest.readUIntBE(0, 6)
    const before = this.#seen.get(short) ?? 0
    this.#seen.set(short, before + 1)
    const key = `${this.#importer}:${digest.toString('base64url').slice(0, 22)}`
    return before === 0 ? key : `${key}#${before + 1}`
  }
}
