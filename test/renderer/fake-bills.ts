// Bills of a made-up team for November: Claude API with a missing day of logs and whole cents, Bedrock 12 % below list.
import { addDays } from '../../src/core/calendar.ts'
import type { Meter } from '../../src/core/bill.ts'
import { PICO_PER_USD } from '../../src/core/money.ts'
import { CAUSES, type Cause } from '../../src/core/reconcile-types.ts'
import type { Platform } from '../../src/core/usage.ts'

export const BILL_FROM = '2026-11-01'
export const BILL_TO = '2026-11-20'
/** Its logs are lost. */
export const GAP_DAY = '2026-11-14'

/** One platform, day, model and meter on both sides. Amounts in pico-USD; computed + parts = billed. */
export interface FakeCharge {
  platform: Platform
  day: string
  model: string
  meter: Meter
  computed: bigint
  parts: Partial<Record<Cause, bigint>>
}

const CENT = PICO_PER_USD / 100n
const METERS: readonly [Meter, bigint][] = [['uncachedInput', 3n], ['cacheRead', 7n], ['cacheWrite5m', 5n], ['output', 11n]]
const MODELS: readonly [Platform, string, bigint][] = [
  ['anthropic', 'claude-opus-5-5', 9n], ['anthropic', 'claude-haiku-5-5', 2n],
  ['bedrock', 'claude-opus-5-5', 6n], ['bedrock', 'claude-sonnet-5-5', 4n],
]

/** A weekday's cost with sub-cent digits, so that rounding to cents leaves something. */
function cost(size: bigint, dayIndex: number): bigint {
  return size * PICO_PER_USD * 3n + BigInt(dayIndex) * 123_456_789_012n + size * 1_234_567_891n
}

function roundedToCent(amount: bigint): bigint {
  return ((amount + CENT / 2n) / CENT) * CENT
}

function direct(full: bigint, day: string): Pick<FakeCharge, 'computed' | 'parts'> {
  const rounding = roundedToCent(full) - full
  return day === GAP_DAY ? { computed: 0n, parts: { logGap: full, rounding } } : { computed: full, parts: { rounding } }
}

/** 12 % below list, and one model's first day moved to the day before. */
function managed(full: bigint, day: string): Pick<FakeCharge, 'computed' | 'parts'> {
  const edge = day === '2026-11-02' ? full / 10n : day === '2026-11-03' ? -(full / 10n) : 0n
  return { computed: full, parts: { discount: -((full * 12n) / 100n), ...(edge === 0n ? {} : { dayEdge: edge }) } }
}

function charges(): FakeCharge[] {
  const all: FakeCharge[] = []
  for (let day = BILL_FROM, index = 0; day <= BILL_TO; day = addDays(day, 1), index += 1) {
    for (const [platform, model, weight] of MODELS) {
      for (const [meter, size] of METERS) {
        const full = cost(weight * size, index)
        all.push({ platform, day, model, meter, ...(platform === 'anthropic' ? direct(full, day) : managed(full, day)) })
      }
    }
    if (index % 5 === 0) {
      all.push({
        platform: 'anthropic', day, model: 'claude-opus-5-5', meter: 'codeExecution', computed: 0n, parts: { otherMeters: 5n * CENT },
      })
    }
  }
  return all
}

export const FAKE_CHARGES: readonly FakeCharge[] = charges()

export function residualOf({ parts }: FakeCharge): bigint {
  return CAUSES.reduce((sum, cause) => sum + (parts[cause] ?? 0n), 0n)
}
