// How large an amount of a bill may be. The ledger keeps amounts as 64-bit integers of pico-USD.
import type { BillAmount } from './bill.ts'

const LARGEST = 9_223_372_036_854_775_807n

/** Why a line of a bill cannot be kept; in words, for its rejection. */
export const AMOUNT_TOO_LARGE = 'the amount is over 9.2 million USD, which one line cannot hold'

const fits = (pico: bigint): boolean => pico >= -LARGEST && pico <= LARGEST

/** Whether every amount of a line fits into the ledger: up to 9.2 million USD either way. */
export function isKeepable({ billed, list, roundedTo }: BillAmount): boolean {
  return fits(billed) && (list === null || fits(list)) && fits(roundedTo)
}
