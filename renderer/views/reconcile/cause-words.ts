// The causes of a difference between logs and bill in words: name, what it means, what to do; and the colour of each over time.
import type { Fill } from '../../components/swatch.tsx'
import type { Cause } from '../../../src/core/reconcile-types.ts'
import { METERS, type Meter } from '../../../src/core/bill.ts'

export interface CauseWords {
  name: string
  /** Under a bar; where bars are many, it breaks at its space. */
  short: string
  /** What it means. */
  meaning: string
  /** What to do about it; null where nothing is needed. */
  remedy: string | null
  fill: Fill
}

const solid = (colour: string): Fill => ({ colour: `var(--${colour})`, hatched: false })
const hatched = (colour: string): Fill => ({ colour: `var(--${colour})`, hatched: true })

/** Paired causes share a colour, one of them hatched: a gap on either side, a rate and what is no rate. */
export const CAUSE_WORDS: Readonly<Record<Cause, CauseWords>> = {
  routePremium: {
    name: 'Route premium',
    short: 'Route premium',
    meaning: 'The bill charges another route than the logs name, for instance one Region where the logs say global.',
    remedy: 'Check which endpoint or inference profile the callers use, and map profiles in Data.',
    fill: solid('s3'),
  },
  cacheTtl: {
    name: '1h against 5m cache writes',
    short: '1h/5m writes',
    meaning: 'Cache writes that the bill charges for another lifetime than the logs say; where logs are silent they count as 5m.',
    remedy: 'Log the split of cache writes by lifetime, or read the 1h share off the bill.',
    fill: solid('s6'),
  },
  tier: {
    name: 'Tier, batch or speed',
    short: 'Tier, batch',
    meaning: 'The bill charges another service tier: batch at half price, priority, flex or fast mode.',
    remedy: 'Import the logs of the batch jobs, or log the service tier of each request.',
    fill: solid('s7'),
  },
  promptBand: {
    name: 'Prompt band',
    short: 'Prompt band',
    meaning: 'Prompts over a price threshold that one side does not tell apart from shorter ones.',
    remedy: 'Single requests tell prompt sizes; reports only as finely as they are grouped.',
    fill: solid('s8'),
  },
  otherMeters: {
    name: 'Web searches and other meters',
    short: 'Other meters',
    meaning: 'Charges that are no tokens of the logs: web searches, code execution, session hours, credits, tax.',
    remedy: null,
    fill: hatched('s2'),
  },
  dayEdge: {
    name: 'Day edge',
    short: 'Day edge',
    meaning: 'The same usage stands on the day before or after on the other side; over the days together it cancels out.',
    remedy: 'Choose whole months, so that both edges lie inside.',
    fill: solid('s5'),
  },
  logGap: {
    name: 'Gap in the logs',
    short: 'Gap in logs',
    meaning: 'Usage on the bill that no priced log shows.',
    remedy: 'Import the missing logs, or see Data, Rejected for what could not be read.',
    fill: solid('s4'),
  },
  billGap: {
    name: 'Not on the bill',
    short: 'Not billed',
    meaning: 'Usage in the logs that the bill does not show: not billed yet, billed to another account, or on a plan.',
    remedy: 'Import the bill of every account and all its days; mark what a plan pays for in Data, Sources.',
    fill: hatched('s4'),
  },
  price: {
    name: 'Other rate than list',
    short: 'Other rate',
    meaning: 'The bill charges a rate of its own that is not the list price of that day.',
    remedy: 'Compare the price points in Data; where yours are agreed, set them as your price.',
    fill: solid('s2'),
  },
  discount: {
    name: 'Discount',
    short: 'Discount',
    meaning: 'The bill is below list by a discount.',
    remedy: 'Use it as the platform’s discount, so that What-if counts it.',
    fill: solid('s1'),
  },
  rounding: {
    name: 'Rounding',
    short: 'Rounding',
    meaning: 'Within what the bill rounds each of its rows to.',
    remedy: null,
    fill: solid('s0'),
  },
  unknown: {
    name: 'Unknown',
    short: 'Unknown',
    meaning: 'None of these explains it.',
    remedy: 'Open the days with the largest part below and compare both sides line by line.',
    fill: hatched('s0'),
  },
}

const METER_NAMES: Readonly<Record<Meter, string>> = {
  uncachedInput: 'Uncached input',
  cacheRead: 'Cache read',
  cacheWrite5m: 'Cache write 5m',
  cacheWrite1h: 'Cache write 1h',
  output: 'Output',
  webSearches: 'Web searches',
  codeExecution: 'Code execution',
  sessionHours: 'Session hours',
  provisioned: 'Provisioned throughput',
  discount: 'Discount line',
  credit: 'Credit',
  tax: 'Tax',
  other: 'Other charges',
}

/** A meter in words; anything else as it is. */
export function meterName(key: string): string {
  const meter = METERS.find((name) => name === key)
  return meter === undefined ? key : METER_NAMES[meter]
}

/** Order of token classes and other meters in lists. */
export function meterOrder(key: string): number {
  return METERS.findIndex((name) => name === key)
}
