// What stands behind a row of the table: the filters for the logs' side, and the row in words. Pure.
import { METERS, type Meter } from '../../../src/core/bill.ts'
import { TOKEN_CLASSES, PLATFORMS, type TokenClass } from '../../../src/core/usage.ts'
import { RECONCILE_KEYS, type BillLine } from '../../../src/api/contract/reconcile-shapes.ts'
import { keyText, type NameOf } from './figures-columns.tsx'
import type { RowKeys } from './row-key.ts'
import type { ReconcileFilters } from './use-reconcile.ts'

/** The view's filters narrowed to the row. A bill's row without a day or model leaves that open. */
export function narrowed(filters: ReconcileFilters, keys: RowKeys): ReconcileFilters {
  const platform = PLATFORMS.find((name) => name === keys.platform)
  return {
    ...filters,
    ...(typeof keys.day === 'string' ? { from: keys.day, to: keys.day } : {}),
    ...(typeof keys.model === 'string' ? { models: [keys.model] } : {}),
    ...(platform === undefined ? {} : { platforms: [platform] }),
  }
}

/** A line of the bill may cover several days, which are compared as one and stand under the first: the last of them. */
export function lastDayOf(lines: readonly BillLine[], day: string): string {
  return lines
    .filter(({ meter }) => TOKEN_CLASSES.some((name) => name === meter))
    .reduce((last, line) => (line.lastDay > last ? line.lastDay : last), day)
}

export function meterOf(keys: RowKeys): Meter | null {
  return METERS.find((name) => name === keys.meter) ?? null
}

/** The token class of a row; null where it has none or is no class of tokens. */
export function classOf(keys: RowKeys): TokenClass | null {
  return TOKEN_CLASSES.find((name) => name === keys.meter) ?? null
}

/** `14 Nov 2026, Sonnet 5.5, Output`. */
export function rowTitle(keys: RowKeys, nameOf: NameOf): string {
  return RECONCILE_KEYS.filter((key) => keys[key] !== undefined)
    .map((key) => keyText(key, keys[key], nameOf))
    .join(', ')
}
