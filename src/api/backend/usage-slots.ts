// Adds up the rows of day chunks, under a view's filters, to one slot a group and price: in columns, without an object a
// row (docs/decisions/0016-views-price-columns.md). Knows groups and prices by number only; prices nothing.
import type { DayChunk } from '../../../db/ledger.ts'
import { dayText } from '../../../db/zone-days.ts'
import { USAGE_WIDTH } from '../../core/group-counts.ts'
import { BASES, type Basis } from '../../core/usage.ts'
import type { DayPrices } from './day-prices.ts'
import type { EvidenceKind, UsageLanes } from './usage-lanes.ts'

/** Numbers a row of a chunk has: entries come first, which no view asks for, then those of a slot. */
const ROW_WIDTH = USAGE_WIDTH + 1

export interface SlotParts {
  lanes: UsageLanes
  prices: DayPrices
  /** Names the part of time of a calendar day or an hour: a group ends with it. */
  timeOf(day: string): string
  /** Rows of days for which this differs stay apart, even within a group. */
  apart(utcDay: string, day: string): string
  /** Takes the slots of a part of time that is over: they are then emptied. Without it, all are kept. */
  take?: ((slots: UsageSlots) => void) | undefined
  /** Whether this evidence counts on that day; asked once a day. */
  counts(kind: EvidenceKind, utcDay: string, basis: Basis): boolean
}

/** A group: its part of time (in `times`), and its number among the groups by other keys (in `lanes.groups`). */
export interface SlotGroup { time: number; group: number }

const [UNASKED, COUNTED, PASSED_OVER] = [0, 1, 2]

export class UsageSlots {
  length = 0
  /** `USAGE_WIDTH` numbers a slot. */
  usage = new Float64Array(0)
  /** By slot: its lane, its price in `DayPrices.prices`, its group in `groups`, and the last of its UTC and calendar days. */
  lane = new Int32Array(0)
  price = new Int32Array(0)
  group = new Int32Array(0)
  utcDay = new Int32Array(0)
  day = new Int32Array(0)
  readonly groups: SlotGroup[] = []
  /** The first calendar day, or the hour, of each part of time. */
  readonly times: string[] = []
  /** Calendar days, or hours, with usage that counts. */
  readonly days: string[] = []
  readonly #parts: SlotParts
  /** By lane: the slot that still takes rows; by group of `lanes`: the group of the part of time at hand. */
  readonly #open: Int32Array
  readonly #groupNow: Int32Array
  readonly #classOfLane: Int32Array
  /** By kind of evidence and basis, for the UTC day at hand. */
  readonly #counting: Uint8Array
  #time: string | null = null
  #apart = ''

  constructor(parts: SlotParts) {
    const { lanes, evidence, groups } = parts.lanes
    this.#parts = parts
    this.#open = new Int32Array(lanes.length).fill(-1)
    this.#groupNow = new Int32Array(groups.length).fill(-1)
    this.#classOfLane = Int32Array.from(lanes, ({ classIndex }) => classIndex)
    this.#counting = new Uint8Array(evidence.length * BASES.length)
  }

  add(chunk: DayChunk): void {
    const { lanes: { laneOf, evidenceOf }, prices: { current } } = this.#parts
    const { sums, utcDay: utcDays, basis: bases, pair: pairs } = chunk
    const day = chunk.hour ?? dayText(chunk.day)
    this.#startTime(day)
    let [utcDay, isCounted] = [Number.NaN, false]
    for (let row = 0; row < chunk.length; row += 1) {
      if (utcDays[row] !== utcDay) this.#startUtcDay((utcDay = utcDays[row] ?? 0), day)
      const pair = pairs[row] ?? 0
      const lane = laneOf[pair] ?? -1
      if (lane === -1) continue
      const counted = this.#counting[(evidenceOf[pair] ?? 0) * BASES.length + (bases[row] ?? 0)]
      if (counted === PASSED_OVER || (counted === UNASKED && !this.#ask(evidenceOf[pair] ?? 0, bases[row] ?? 0, utcDay))) continue
      let slot = this.#open[lane] ?? -1
      if (slot === -1 || this.price[slot] !== current[this.#classOfLane[lane] ?? 0]) slot = this.#openSlot(lane)
      this.utcDay[slot] = utcDay
      this.day[slot] = chunk.day
      isCounted = true
      addNumbers(this.usage, slot * USAGE_WIDTH, sums, row * ROW_WIDTH + 1)
    }
    if (isCounted && this.days.at(-1) !== day) this.days.push(day)
  }

  /** No more chunks come. */
  finish(): void {
    this.#handOver()
  }

  /** As it was at first, for chunks that have nothing to do with those before. */
  restart(): void {
    this.#empty()
    this.#time = null
    for (const list of [this.groups, this.times, this.days]) list.length = 0
  }

  #handOver(): void {
    const { take } = this.#parts
    if (take === undefined) return
    take(this)
    this.#empty()
  }

  #empty(): void {
    this.usage.fill(0, 0, this.length * USAGE_WIDTH)
    this.length = 0
  }

  #startTime(day: string): void {
    const time = this.#parts.timeOf(day)
    if (time === this.#time) return
    this.#handOver()
    this.#time = time
    this.times.push(day)
    this.#open.fill(-1)
    this.#groupNow.fill(-1)
  }

  #startUtcDay(utcDay: number, day: string): void {
    this.#counting.fill(UNASKED)
    this.#parts.prices.startDay(utcDay)
    const apart = this.#parts.apart(dayText(utcDay), day)
    if (apart !== this.#apart) this.#open.fill(-1)
    this.#apart = apart
  }

  #ask(evidence: number, basis: number, utcDay: number): boolean {
    const kind = this.#parts.lanes.evidence[evidence]
    const counts = kind !== undefined && this.#parts.counts(kind, dayText(utcDay), BASES[basis] ?? 'bills')
    this.#counting[evidence * BASES.length + basis] = counts ? COUNTED : PASSED_OVER
    return counts
  }

  #openSlot(lane: number): number {
    const slot = this.length
    if (slot === this.lane.length) this.#grow(Math.max(1024, slot * 2))
    this.length += 1
    this.#open[lane] = slot
    this.lane[slot] = lane
    this.price[slot] = this.#parts.prices.current[this.#classOfLane[lane] ?? 0] ?? -1
    this.group[slot] = this.#groupOf(this.#parts.lanes.lanes[lane]?.group ?? 0)
    return slot
  }

  #groupOf(group: number): number {
    let number = this.#groupNow[group] ?? -1
    if (number === -1) this.#groupNow[group] = number = this.groups.push({ time: this.times.length - 1, group }) - 1
    return number
  }

  #grow(slots: number): void {
    this.usage = grown(new Float64Array(slots * USAGE_WIDTH), this.usage)
    this.lane = grown(new Int32Array(slots), this.lane)
    this.price = grown(new Int32Array(slots), this.price)
    this.group = grown(new Int32Array(slots), this.group)
    this.utcDay = grown(new Int32Array(slots), this.utcDay)
    this.day = grown(new Int32Array(slots), this.day)
  }
}

/** Written out: this is most of what a view of a year does (a loop takes half as long again). */
function addNumbers(to: Float64Array, at: number, from: Float64Array, start: number): void {
  to[at] = (to[at] ?? 0) + (from[start] ?? 0)
  to[at + 1] = (to[at + 1] ?? 0) + (from[start + 1] ?? 0)
  to[at + 2] = (to[at + 2] ?? 0) + (from[start + 2] ?? 0)
  to[at + 3] = (to[at + 3] ?? 0) + (from[start + 3] ?? 0)
  to[at + 4] = (to[at + 4] ?? 0) + (from[start + 4] ?? 0)
  to[at + 5] = (to[at + 5] ?? 0) + (from[start + 5] ?? 0)
  to[at + 6] = (to[at + 6] ?? 0) + (from[start + 6] ?? 0)
  to[at + 7] = (to[at + 7] ?? 0) + (from[start + 7] ?? 0)
}

function grown<T extends Float64Array | Int32Array>(larger: T, held: T): T {
  larger.set(held)
  return larger
}
