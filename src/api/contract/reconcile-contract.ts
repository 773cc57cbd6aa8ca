// The questions of the reconciliation: method -> input and output. Part of contract.ts.
import { z } from 'zod'
import { billLine, meter, reconcileFigures, reconcileKey, reconcilePlatform, reconcileRow, RECONCILE_KEYS } from './reconcile-shapes.ts'
import { count, day, filters, window } from './shapes.ts'

/** Days are UTC days. `basis`: the evidence of the computed side; null is the default rule. */
export const reconcileFilters = filters.pick({ from: true, to: true, platforms: true, models: true, basis: true })
export type ReconcileFilters = z.infer<typeof reconcileFilters>

export const reconcileMethods = {
  /**
   * Computed against billed, on the days for which there is a bill. Rows are sorted by their keys; a line that covers
   * several days is compared over all of them and shown on its first.
   */
  'reconcile.run': {
    input: z.strictObject({
      filters: reconcileFilters,
      by: z.array(reconcileKey).max(RECONCILE_KEYS.length),
      /**
       * The kind of bill to compare with, by its importer; null: on each day the most exact one there is. Platforms without
       * bills of this kind keep the default, unless no platform has any.
       */
      billSource: z.string().nullable(),
    }),
    output: z.strictObject({
      platforms: z.array(reconcilePlatform), rows: z.array(reconcileRow), totals: reconcileFigures, window,
    }),
  },
  /** The lines of the bill behind a figure, by day. Those of kinds of bills that do not count are left out. */
  'reconcile.bills': {
    input: z.strictObject({
      filters: reconcileFilters,
      billSource: z.string().nullable(),
      /** The first day a line covers, as the rows of `reconcile.run` name it. */
      day: day.nullable(),
      model: z.string().nullable(),
      meter: meter.nullable(),
      offset: count.min(0),
      limit: count.min(1).max(1000),
    }),
    output: z.strictObject({ rows: z.array(billLine), total: count }),
  },
} as const
