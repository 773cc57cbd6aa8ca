// What a data file of prices must look like. The files beside this are held against it by test/prices/load-prices.test.ts, not
// at each start, where it took 30 to 60 ms of the time until the first figures.
import { z } from 'zod'
import { PLATFORMS } from '../core/usage.ts'

const day = z.iso.date()
const usd = z.string().regex(/^\d+(\.\d{1,6})?$/)
const rate = usd.nullable()
const slugs = z.array(z.string()).min(1)

const dated = {
  effectiveFrom: day.nullable(), effectiveTo: day.nullable(), checkedOn: day, note: z.string().min(1).nullable(),
}

const pointRow = z.strictObject({
  platform: z.enum(PLATFORMS),
  model: z.string().min(1),
  routes: z.array(z.string().min(1)).min(1),
  tier: z.enum(['standard', 'batch']),
  speed: z.enum(['standard', 'fast']),
  promptOver: z.number().int().min(0),
  ...dated,
  usdPerMillionTokens: z.strictObject({
    uncachedInput: rate, cacheRead: rate, cacheWrite5m: rate, cacheWrite1h: rate, output: rate,
  }),
  confidence: z.enum(['high', 'medium', 'low']),
  sources: slugs,
})

const feeRow = z.strictObject({ platform: z.enum(PLATFORMS), ...dated, usdPerThousandSearches: usd, sources: slugs })

export const priceFile = z.strictObject({
  /** Short name -> where it can be read. */
  sources: z.record(z.string(), z.string().min(1)),
  searchFees: z.array(feeRow),
  points: z.array(pointRow),
})
