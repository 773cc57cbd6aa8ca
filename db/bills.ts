// Writes what a line of a bill charges beside its row of usage, and takes it away with that row.
import type { BillAmount } from '../src/core/bill.ts'
import { basisCode } from './codes.ts'
import type { Connection } from './sqlite.ts'
import { dayNumberOf } from './zone-days.ts'

const BILLS = basisCode('bills')

type BillValues = [
  usageId: number, atMs: number, meter: string, billed: bigint, list: bigint | null, roundedTo: bigint, lastDay: number, estimated: number,
  quantityStated: number,
]

/** Of the rows of usage of one source, before these go. No trigger: it would slow down every removal of requests. */
export const REMOVE_BILLS = `DELETE FROM bill WHERE usage_id BETWEEN ? AND ?
  AND (SELECT source_id FROM usage WHERE usage.id = usage_id) = ?`

/** Keeps the amounts of a row of usage. SQLite refuses amounts over 64 bits: see src/core/bill-range.ts. */
export function addBill(db: Connection): (row: { id: number; at_ms: number }, amount: BillAmount) => void {
  const add = db.prepare<BillValues>(`INSERT INTO bill
    (usage_id, at_ms, meter, billed, list, rounded_to, last_day, estimated, quantity_stated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  return (row, { meter, billed, list, roundedTo, lastDay, estimated, quantityStated }) => {
    add.run(row.id, row.at_ms, meter, billed, list, roundedTo, dayNumberOf(lastDay), estimated ? 1 : 0, quantityStated ? 1 : 0)
  }
}

/** Takes away the amounts of one row that goes; asks nothing of the database where it is no line of a bill. */
export function removeBillOf(db: Connection): (row: { id: number; basis: number }) => void {
  const remove = db.prepare<[number]>('DELETE FROM bill WHERE usage_id = ?')
  return ({ id, basis }) => {
    if (basis === BILLS) remove.run(id)
  }
}
