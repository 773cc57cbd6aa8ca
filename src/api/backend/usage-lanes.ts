// What the numbers of pairs mean for one view: which are wanted, and which share a lane, that is a group and a price class.
import type { Pair as PairIds } from '../../../db/ledger.ts'
import type { Platform } from '../../core/usage.ts'
import type { GroupKey } from '../contract/shapes.ts'
import type { Attribution, Pair } from './attribution.ts'
import { isTimeKey, keyValue } from './group-keys.ts'

/** Pairs of one group and one price class: their usage may be added up as long as no price changes. */
export interface Lane {
  /** Number among the groups by the keys that are no part of time. */
  group: number
  /** The class's number in the attribution. */
  classIndex: number
  /** One of its pairs. */
  pair: Pair
}

/** A platform and an importer: what evidence counts is decided by these. */
export interface EvidenceKind { platform: Platform; importer: string }

export interface LaneOptions {
  by: readonly GroupKey[]
  attribution: Attribution
  wanted(pair: Pair): boolean
}

const UNWANTED = -1
/** Known classes stay far below this, so that group and class make one number. */
const CLASS_SPACE = 2 ** 20

export class UsageLanes {
  readonly lanes: Lane[] = []
  readonly evidence: EvidenceKind[] = []
  /** By the pair's number: its lane, -1 where it is not wanted; and its kind of evidence. */
  readonly laneOf: Int32Array
  readonly evidenceOf: Int32Array
  /** One pair a group. */
  readonly groups: Pair[] = []
  readonly #laneNumbers = new Map<number, number>()
  readonly #groupNumbers = new Map<string, number>()
  readonly #evidenceNumbers = new Map<string, number>()
  readonly #keys: readonly GroupKey[]

  constructor(pairs: readonly PairIds[], options: LaneOptions) {
    this.#keys = options.by.filter((key) => !isTimeKey(key))
    this.laneOf = new Int32Array(pairs.length).fill(UNWANTED)
    this.evidenceOf = new Int32Array(pairs.length)
    for (const [number, { originId, classId }] of pairs.entries()) {
      const pair = options.attribution.pair(originId, classId)
      if (pair === null || !options.wanted(pair)) continue
      this.laneOf[number] = this.#laneNumber(pair)
      this.evidenceOf[number] = this.#evidenceNumber(pair)
    }
  }

  #laneNumber(pair: Pair): number {
    const group = this.#groupNumber(pair)
    const classIndex = pair.known.index
    const key = group * CLASS_SPACE + classIndex
    let lane = this.#laneNumbers.get(key)
    if (lane === undefined) this.#laneNumbers.set(key, (lane = this.lanes.push({ group, classIndex, pair }) - 1))
    return lane
  }

  #groupNumber(pair: Pair): number {
    const key = this.#keys.map((name) => keyValue(name, pair, null) ?? '\u0000').join('\u001f')
    let group = this.#groupNumbers.get(key)
    if (group === undefined) this.#groupNumbers.set(key, (group = this.groups.push(pair) - 1))
    return group
  }

  #evidenceNumber({ known, origin: { importer } }: Pair): number {
    const { platform } = known.priceClass
    const key = `${platform} ${importer}`
    let kind = this.#evidenceNumbers.get(key)
    if (kind === undefined) this.#evidenceNumbers.set(key, (kind = this.evidence.push({ platform, importer }) - 1))
    return kind
  }
}
