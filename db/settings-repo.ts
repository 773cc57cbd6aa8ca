// Settings and small documents as JSON. Knows one of them by name: the time zone, in which the ledger keeps its days.
import { isValidZone } from '../src/core/calendar.ts'
import type { SettingsRepo } from './ledger.ts'
import { inTransaction, type Connection } from './sqlite.ts'

/** The document whose `tz` is the zone of the ledger's days (an IANA name, or "system"). */
const ZONE_DOCUMENT = 'settings'

export class Settings implements SettingsRepo {
  readonly #db: Connection
  readonly #onZone: (tz: string) => void
  readonly #statements

  constructor(db: Connection, onZone: (tz: string) => void) {
    this.#db = db
    this.#onZone = onZone
    this.#statements = {
      get: db.prepare<[string], { value: string }>('SELECT value FROM setting WHERE key = ?'),
      set: db.prepare<[string, string]>('INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value'),
      list: db.prepare<[string], { id: number; savedAtMs: number; value: string }>('SELECT id, saved_at_ms AS savedAtMs, value FROM document WHERE kind = ? ORDER BY id'),
      add: db.prepare<[string, number, string]>('INSERT INTO document (kind, saved_at_ms, value) VALUES (?, ?, ?)'),
      replace: db.prepare<[number, string, string, number]>('UPDATE document SET saved_at_ms = ?, value = ? WHERE kind = ? AND id = ?'),
      remove: db.prepare<[string, number]>('DELETE FROM document WHERE kind = ? AND id = ?'),
    }
    onZone(this.zone())
  }

  get(key: string): unknown {
    const row = this.#statements.get.get(key)
    return row === undefined ? undefined : JSON.parse(row.value)
  }

  set(key: string, value: unknown): void {
    inTransaction(this.#db, () => this.#statements.set.run(key, JSON.stringify(value ?? null)))
    if (key === ZONE_DOCUMENT) this.#onZone(this.zone())
  }

  list(kind: string): { id: number; savedAtMs: number; value: unknown }[] {
    return this.#statements.list.all(kind).map(({ id, savedAtMs, value }) => ({ id, savedAtMs, value: JSON.parse(value) }))
  }

  /** Replaces the document, or adds one where `id` is null or gone. */
  save(kind: string, id: number | null, value: unknown): number {
    const json = JSON.stringify(value ?? null)
    return inTransaction(this.#db, () => {
      if (id !== null && this.#statements.replace.run(Date.now(), json, kind, id).changes > 0) return id
      return Number(this.#statements.add.run(kind, Date.now(), json).lastInsertRowid)
    })
  }

  remove(kind: string, id: number): void {
    inTransaction(this.#db, () => this.#statements.remove.run(kind, id))
  }

  /** The zone that the settings name; the system's where they name none that this machine knows. */
  zone(): string {
    const held = this.get(ZONE_DOCUMENT)
    const tz: unknown = typeof held === 'object' && held !== null && 'tz' in held ? held.tz : undefined
    if (typeof tz === 'string' && tz !== '' && tz !== 'system' && isValidZone(tz)) return tz
    return Intl.DateTimeFormat().resolvedOptions().timeZone
  }
}
