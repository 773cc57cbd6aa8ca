// A row of the table as one word of the address, so that a drill-down can be linked to. Pure.
import { RECONCILE_KEYS, type ReconcileKey, type ReconcileRow } from '../../../src/api/contract/reconcile-shapes.ts'

export type RowKeys = ReconcileRow['keys']

/** `day=2026-11-14,model=claude-opus-5-5`; a key without a value stands alone. */
export function writeRowKey(keys: RowKeys): string {
  return RECONCILE_KEYS.filter((key) => keys[key] !== undefined)
    .map((key) => (keys[key] === null ? key : `${key}=${encodeURIComponent(keys[key] ?? '')}`))
    .join(',')
}

/** The opposite; null where it is empty or nonsense. */
export function readRowKey(text: string): RowKeys | null {
  const keys: RowKeys = {}
  for (const part of text.split(',')) {
    const [name = '', value] = part.split('=')
    const key = RECONCILE_KEYS.find((one) => one === name)
    if (key !== undefined) keys[key] = value === undefined ? null : decoded(value)
  }
  return Object.keys(keys).length === 0 ? null : keys
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export const GROUPINGS = ['day', 'model', 'meter', 'platform'] as const satisfies readonly ReconcileKey[]

/** The first key and perhaps a second one, out of the address. */
export function readGrouping(text: string): ReconcileKey[] {
  const [first = '', second = ''] = text.split(',')
  const main = GROUPINGS.find((key) => key === first) ?? 'day'
  const other = GROUPINGS.find((key) => key === second && key !== main)
  return other === undefined ? [main] : [main, other]
}
