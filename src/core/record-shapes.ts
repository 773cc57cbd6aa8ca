// Finds what records have in common (packed-records.ts), so that it is said once. Owns which fields those are.
import type { Shape } from './packed-records.ts'
import type { Origin, Pass, UsageRecord } from './usage.ts'

export class RecordShapes {
  #found: Shape[] = []
  /** Places by a few fields that tell most shapes apart: looking whether one fits is quicker than a key of all fields. */
  readonly #places = new Map<string, number[]>()
  #last = 0

  /** The place of the record's shape among those found. Records in a row mostly share theirs. */
  placeOf(record: UsageRecord, pass: Pass): number {
    const last = this.#found[this.#last]
    if (last === undefined || !fits(last, record, pass)) this.#last = this.#search(record, pass)
    return this.#last
  }

  at(place: number): Shape | undefined {
    return this.#found[place]
  }

  /** Begins anew. */
  take(): Shape[] {
    const found = this.#found
    this.#found = []
    this.#places.clear()
    return found
  }

  #search(record: UsageRecord, pass: Pass): number {
    const { principal, project } = record.origin
    const key = `${pass.rawModel} ${record.stopReason ?? ''} ${record.session ?? ''} ${principal ?? ''} ${project ?? ''}`
    let places = this.#places.get(key)
    if (places === undefined) this.#places.set(key, (places = []))
    for (const place of places) {
      const shape = this.#found[place]
      if (shape !== undefined && fits(shape, record, pass)) return place
    }
    const place = this.#found.push(shapeOf(record, pass)) - 1
    places.push(place)
    return place
  }
}

function fits({ record: a, pass: p }: Shape, b: UsageRecord, q: Pass): boolean {
  return a.basis === b.basis && a.grain === b.grain && a.platform === b.platform && a.route === b.route && a.requests === b.requests &&
    a.stopReason === b.stopReason && a.errorCode === b.errorCode && a.session === b.session && a.sidechain === b.sidechain &&
    a.modelHint === b.modelHint && isSameList(a.assumptions, b.assumptions) && isSamePass(p, q) && isSameOrigin(a.origin, b.origin)
}

function isSamePass(p: Shape['pass'], q: Pass): boolean {
  return p.kind === q.kind && p.model === q.model && p.rawModel === q.rawModel && p.tier === q.tier && p.speed === q.speed &&
    p.webSearches === q.webSearches && p.writeSplitAssumed === q.writeSplitAssumed &&
    p.promptRange?.over === q.promptRange?.over && p.promptRange?.upTo === q.promptRange?.upTo
}

function isSameOrigin(a: Origin, b: Origin): boolean {
  return a.importer === b.importer && a.account === b.account && a.workspace === b.workspace && a.apiKey === b.apiKey &&
    a.principal === b.principal && a.profile === b.profile && a.project === b.project && a.gateway === b.gateway &&
    isSameTags(a.tags, b.tags)
}

/** Most have none: then no list is made. */
function isSameTags(a: Origin['tags'], b: Origin['tags']): boolean {
  let count = 0
  for (const key in a) {
    if (a[key] !== b[key]) return false
    count += 1
  }
  for (const _ in b) count -= 1
  return count === 0
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}

function shapeOf(r: UsageRecord, p: Pass): Shape {
  return {
    record: {
      basis: r.basis, reportKey: null, grain: r.grain, platform: r.platform, route: r.route, origin: r.origin, requests: r.requests,
      stopReason: r.stopReason, errorCode: r.errorCode, session: r.session, sidechain: r.sidechain, modelHint: r.modelHint,
      assumptions: r.assumptions,
    },
    pass: {
      kind: p.kind, model: p.model, rawModel: p.rawModel, tier: p.tier, speed: p.speed, webSearches: p.webSearches,
      writeSplitAssumed: p.writeSplitAssumed, promptRange: p.promptRange,
    },
  }
}
