// Usage under filters by a part of time and other keys, priced: added up from what is kept of each day or hour (day-sums.ts).
import { dayText } from '../../../db/zone-days.ts'
import type { Filters, GroupKey } from '../contract/shapes.ts'
import { BasisDays, cellQuery, pairFilter, span, type Billing, type ViewWindow } from './cell-view.ts'
import type { Context } from './context.ts'
import type { DaySum, DaySums, SumColumns } from './day-sums.ts'
import { bucketFor, isTimeKey, timeValue } from './group-keys.ts'
import type { UsageLanes } from './usage-lanes.ts'
import type { SlotGroup } from './usage-slots.ts'

/** Usage in groups, priced: `columns` has a row a group, in their order. */
export interface PricedGroups<Columns> {
  groups: readonly SlotGroup[]
  /** The first calendar day, or the hour, of each part of time. */
  times: readonly string[]
  lanes: UsageLanes
  columns: Columns
  window: ViewWindow
}

interface Asked {
  filters: Filters
  by: readonly GroupKey[]
  billing: Billing | undefined
  /** Only days that do not come in parts: a UTC day of a ledger of another zone does, an hour may. */
  areWhole?: boolean
}

/** Null where there are no columns, and where some usage or price is too large for plain numbers. */
export function pricedDays<Columns extends SumColumns<Columns>>(context: Context, kept: DaySums<Columns>, asked: Asked): PricedGroups<Columns> | null {
  const { filters, by, billing } = asked
  const bucket = bucketFor(by)
  const { tz, from, to } = cellQuery(filters, bucket)
  const { usage } = context.ledger
  const found = bucket === 'hour' ? usage.hourChunks({ from, to, tz }) : usage.dayChunks({ from, to, tz })
  if (found === null) return null
  const chunks = [...found.chunks]
  if (asked.areWhole === true && chunks.some(({ cutFrom }) => cutFrom !== undefined)) return null
  const { basis, platforms, surfaces, models, routes } = filters
  const summed = kept.of({ chunks, pairs: found.pairs }, {
    key: JSON.stringify([by.filter((key) => !isTimeKey(key)), billing, basis, platforms, surfaces, models, routes]),
    by, choice: context.basisChoice(basis), attribution: context.attribution(), book: context.prices.book(), wanted: pairFilter(filters, billing),
  })
  if (summed === null) return null
  const timeKeys = by.filter(isTimeKey)
  const days = chunks.map(({ hour, day }) => hour ?? dayText(day))
  const added = addedUp(kept.newColumns(), summed, { days, timeOf: (day) => timeKeys.map((key) => timeValue(key, day)).join(' ') })
  return added === null ? null : { ...added, lanes: summed.lanes, window: { ...span(context, filters, tz), tz, basis: basisOf(summed.sums) } }
}

function basisOf(sums: readonly DaySum<unknown>[]): ViewWindow['basis'] {
  const days = new BasisDays()
  for (const { counted } of sums) for (const { platform, basis, utcDay } of counted) days.add(platform, { basis, utcDay })
  return days.counts()
}

/** `days`: a calendar day or an hour by sum; those of one part of time are added up. */
function addedUp<Columns extends SumColumns<Columns>>(
  columns: Columns, { sums, lanes }: { sums: readonly DaySum<Columns>[]; lanes: UsageLanes }, { days, timeOf }: { days: readonly string[]; timeOf(day: string): string },
): Pick<PricedGroups<Columns>, 'groups' | 'times' | 'columns'> | null {
  columns.grow(sums.reduce((count, sum) => count + sum.groups.length, 0))
  const [groups, times]: [SlotGroup[], string[]] = [[], []]
  const groupNow = new Int32Array(lanes.groups.length)
  let time: string | null = null
  for (const [at, sum] of sums.entries()) {
    const day = days[at] ?? ''
    if (timeOf(day) !== time) {
      groupNow.fill(-1)
      times.push(day)
    }
    time = timeOf(day)
    const places = sum.groups.map((group) => {
      const held = groupNow[group] ?? -1
      return held === -1 ? (groupNow[group] = groups.push({ time: times.length - 1, group }) - 1) : held
    })
    if (!columns.addGroups(sum.columns, places)) return null
  }
  return { groups, times, columns }
}
