// Which rows of the columns a view counts: those of the pairs its filters let through, on the evidence that counts that day.
import type { WantedRows } from '../../../db/ledger.ts'
import { dayText } from '../../../db/zone-days.ts'
import { BASES } from '../../core/usage.ts'
import type { Filters } from '../contract/shapes.ts'
import { pairFilter } from './cell-view.ts'
import type { Context } from './context.ts'
import { UsageLanes } from './usage-lanes.ts'

const [UNASKED, COUNTED, PASSED_OVER] = [0, 1, 2]

export function wantedRows(context: Context, filters: Filters, attribution = context.attribution()): WantedRows {
  const choice = context.basisChoice(filters.basis)
  const { evidence, evidenceOf, laneOf } = new UsageLanes(context.ledger.usage.pairs(), { by: [], attribution, wanted: pairFilter(filters) })
  // By kind of evidence and basis, for the UTC day at hand.
  const counting = new Uint8Array(evidence.length * BASES.length)
  let day = ''
  const ask = (at: number) => {
    const [kind, basis] = [evidence[Math.floor(at / BASES.length)], BASES[at % BASES.length] ?? 'bills']
    const counts = kind !== undefined && choice.counts(kind.platform, day, { basis, importer: kind.importer })
    return (counting[at] = counts ? COUNTED : PASSED_OVER)
  }
  return {
    startDay(utcDay) {
      day = dayText(utcDay)
      counting.fill(UNASKED)
    },
    has(pair, basis) {
      if ((laneOf[pair] ?? -1) === -1) return false
      const at = (evidenceOf[pair] ?? 0) * BASES.length + basis
      return (counting[at] === UNASKED ? ask(at) : counting[at]) === COUNTED
    },
  }
}
