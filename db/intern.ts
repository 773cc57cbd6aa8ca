// Gives the few values that many rows share a number each: origin, price class, raw model, session, reason.
// Remembers what it gave within bounds; the tables are the truth.
import { priceClassKey, priceClassOf } from '../src/core/price-class.ts'
import { promptBand } from '../src/core/prompt-band.ts'
import type { Origin, Pass, PriceClass, UsageRecord } from '../src/core/usage.ts'
import type { Connection } from './sqlite.ts'

const REMEMBERED = 50_000

class TextTable {
  readonly #ids = new Map<string, number>()
  readonly #find
  readonly #add

  constructor(db: Connection, table: 'raw_model' | 'session' | 'reason') {
    this.#find = db.prepare<[string], { id: number }>(`SELECT id FROM ${table} WHERE text = ?`)
    this.#add = db.prepare<[string]>(`INSERT INTO ${table} (text) VALUES (?)`)
  }

  id(text: string): number {
    let id = this.#ids.get(text)
    if (id !== undefined) return id
    id = this.#find.get(text)?.id ?? Number(this.#add.run(text).lastInsertRowid)
    if (this.#ids.size >= REMEMBERED) this.#ids.clear()
    this.#ids.set(text, id)
    return id
  }

  forget(): void {
    this.#ids.clear()
  }
}

export class Interns {
  readonly rawModels
  readonly sessions
  readonly reasons
  readonly #importId: number
  readonly #classIds = new Map<string, number>()
  readonly #originIds = new Map<string, number>()
  /** Records in a row mostly share their origin, as an object too. */
  #lastOrigin: { origin: Origin; id: number } | null = null
  readonly #hints = new Set<string>()
  readonly #statements

  constructor(db: Connection, importId: number) {
    this.#importId = importId
    this.rawModels = new TextTable(db, 'raw_model')
    this.sessions = new TextTable(db, 'session')
    this.reasons = new TextTable(db, 'reason')
    this.#statements = {
      findClass: db.prepare<[string], { id: number }>('SELECT id FROM price_class WHERE identity = ?'),
      addClass: db.prepare(`INSERT INTO price_class
        (identity, platform, route, model, tier, speed, prompt_over, prompt_up_to, assumptions) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`),
      findOrigin: db.prepare<[string], { id: number }>('SELECT id FROM origin WHERE identity = ?'),
      claimOrigin: db.prepare<[number, number]>('UPDATE origin SET import_id = ? WHERE id = ? AND import_id IS NULL'),
      addOrigin: db.prepare(`INSERT INTO origin
        (identity, importer, account, workspace, api_key, principal, profile, project, gateway, tags, import_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
      addHint: db.prepare<[number, string, number]>('INSERT OR IGNORE INTO model_hint (raw_model_id, hint, import_id) VALUES (?, ?, ?)'),
    }
  }

  /** After a rollback: what was given in it is not in the tables. */
  forget(): void {
    for (const table of [this.rawModels, this.sessions, this.reasons]) table.forget()
    this.#classIds.clear()
    this.#originIds.clear()
    this.#lastOrigin = null
    this.#hints.clear()
  }

  classId(record: UsageRecord, pass: Pass): number {
    const quick = quickClassKey(record, pass)
    let id = this.#classIds.get(quick)
    if (id !== undefined) return id
    const priceClass = priceClassOf(record, pass)
    const identity = priceClassKey(priceClass)
    id = this.#statements.findClass.get(identity)?.id ?? this.#addClass(identity, priceClass)
    if (this.#classIds.size >= REMEMBERED) this.#classIds.clear()
    this.#classIds.set(quick, id)
    return id
  }

  #addClass(identity: string, c: PriceClass): number {
    const values = [identity, c.platform, c.route, c.model, c.tier, c.speed, c.promptOver, c.promptUpTo, c.assumptions.join(',')]
    return Number(this.#statements.addClass.run(...values).lastInsertRowid)
  }

  originId(origin: Origin): number {
    if (origin === this.#lastOrigin?.origin) return this.#lastOrigin.id
    const id = this.#originIdOf(origin)
    this.#lastOrigin = { origin, id }
    return id
  }

  #originIdOf(origin: Origin): number {
    const identity = originIdentity(origin)
    let id = this.#originIds.get(identity)
    if (id !== undefined) return id
    id = this.#statements.findOrigin.get(identity)?.id
    if (id === undefined) id = this.#addOrigin(identity, origin)
    else this.#statements.claimOrigin.run(this.#importId, id)
    if (this.#originIds.size >= REMEMBERED) this.#originIds.clear()
    this.#originIds.set(identity, id)
    return id
  }

  #addOrigin(identity: string, o: Origin): number {
    const fields = [o.importer, o.account, o.workspace, o.apiKey, o.principal, o.profile, o.project, o.gateway]
    const values = [identity, ...fields, JSON.stringify(o.tags), this.#importId]
    return Number(this.#statements.addOrigin.run(...values).lastInsertRowid)
  }

  /** Remembers a model name seen beside a raw id that names none. */
  hint(rawModelId: number, hint: string): void {
    const key = `${rawModelId} ${hint}`
    if (this.#hints.has(key)) return
    if (this.#hints.size >= REMEMBERED) this.#hints.clear()
    this.#hints.add(key)
    this.#statements.addHint.run(rawModelId, hint, this.#importId)
  }
}

/** Not the identity, but equal keys mean equal classes, and it is cheap to make for every pass. */
function quickClassKey(record: UsageRecord, pass: Pass): string {
  const { promptRange: range, tokens } = pass
  const band = range === null
    ? promptBand(tokens.uncachedInput + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h).over
    : `${range.over}-${range.upTo ?? ''}`
  const assumptions = record.assumptions.length === 0 ? '' : record.assumptions.join(',')
  return `${pass.model}\u001f${band}\u001f${pass.tier}\u001f${pass.speed}\u001f${record.platform}\u001f${record.route}\u001f${pass.writeSplitAssumed ? 1 : 0}${assumptions}`
}

function originIdentity(o: Origin): string {
  const tags = Object.entries(o.tags)
  const sorted = tags.length < 2 ? tags : tags.toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([o.importer, o.account, o.workspace, o.apiKey, o.principal, o.profile, o.project, o.gateway, sorted])
}
