// Surface rules, profile mappings, model hints and colour slots. They change no usage row.
import { UNATTRIBUTED } from '../src/core/surface-rules.ts'
import { textsOf } from './codes.ts'
import type { AttributionRepo } from './ledger.ts'
import { inTransaction, type Connection } from './sqlite.ts'

/** Series colours of the charts; slot 0 is "other" and unattributed. */
const COLOUR_SLOTS = 8

function prepare(db: Connection) {
  return {
    rules: db.prepare<[], { surface: string; conditions: string }>('SELECT surface, conditions FROM surface_rule ORDER BY rank'),
    clearRules: db.prepare('DELETE FROM surface_rule'),
    addRule: db.prepare<[number, string, string]>('INSERT INTO surface_rule VALUES (?, ?, ?)'),
    aliases: db.prepare<[], { rawModel: string; model: string; route: string }>('SELECT raw_model AS rawModel, model, route FROM profile_alias ORDER BY raw_model'),
    setAlias: db.prepare<[string, string, string]>('INSERT OR REPLACE INTO profile_alias VALUES (?, ?, ?)'),
    dropAlias: db.prepare<[string]>('DELETE FROM profile_alias WHERE raw_model = ?'),
    hints: db.prepare<[], { rawModel: string; hint: string }>('SELECT DISTINCT text AS rawModel, hint FROM model_hint JOIN raw_model ON id = raw_model_id ORDER BY 1, 2'),
    slots: db.prepare<[], { surface: string; slot: number }>('SELECT surface, slot FROM colour_slot ORDER BY surface'),
    addSlot: db.prepare<[string, number]>('INSERT INTO colour_slot VALUES (?, ?)'),
  }
}

export class AttributionTables implements AttributionRepo {
  readonly #db: Connection
  readonly #statements: ReturnType<typeof prepare>

  constructor(db: Connection) {
    this.#db = db
    this.#statements = prepare(db)
  }

  rules(): { surface: string; when: Record<string, string> }[] {
    return this.#statements.rules.all().map(({ surface, conditions }) => ({ surface, when: textsOf(conditions) }))
  }

  setRules(rules: Parameters<AttributionRepo['setRules']>[0]): void {
    inTransaction(this.#db, () => {
      this.#statements.clearRules.run()
      for (const [rank, { surface, when }] of rules.entries()) this.#statements.addRule.run(rank, surface, JSON.stringify(when))
    })
  }

  aliases(): { rawModel: string; model: string; route: string }[] {
    return this.#statements.aliases.all()
  }

  setAlias(rawModel: string, target: { model: string; route: string } | null): void {
    inTransaction(this.#db, () => {
      if (target === null) this.#statements.dropAlias.run(rawModel)
      else this.#statements.setAlias.run(rawModel, target.model, target.route)
    })
  }

  hints(): { rawModel: string; hint: string }[] {
    return this.#statements.hints.all()
  }

  colourSlots(): Record<string, number> {
    return Object.fromEntries(this.#statements.slots.all().map(({ surface, slot }) => [surface, slot]))
  }

  /** Gives each surface without a slot the lowest free one; 0 once all are given out. */
  giveColourSlots(surfaces: readonly string[]): Record<string, number> {
    return inTransaction(this.#db, () => {
      const held = new Map(this.#statements.slots.all().map(({ surface, slot }) => [surface, slot]))
      for (const surface of surfaces) {
        if (held.has(surface)) continue
        const taken = new Set(held.values())
        const free = surface === UNATTRIBUTED ? 0 : lowestFree(taken)
        held.set(surface, free)
        this.#statements.addSlot.run(surface, free)
      }
      return Object.fromEntries(held)
    })
  }
}

function lowestFree(taken: ReadonlySet<number>): number {
  return Array.from({ length: COLOUR_SLOTS }, (_, index) => index + 1).find((slot) => !taken.has(slot)) ?? 0
}
