// A damaged ledger: what can be read is brought over, the damaged file is kept, and importing again completes it.
import { closeSync, copyFileSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLedger } from '../../db/open-ledger.ts'
import { rebuildLedger } from '../../db/rebuild.ts'
import type { UsageRecord } from '../../src/core/usage.ts'
import { seededRandom } from '../../src/core/seeded-random.ts'
import { bring, ids, keysDiffer, NOON, origin, totals } from './records.ts'

const PAGE = 8192
const REQUESTS = 6000
const NOW = Date.UTC(2026, 10, 22, 12)

let folder = ''
let sound = ''
const records: UsageRecord[] = Array.from({ length: REQUESTS }, (_, at) =>
  ids(`msg_${at}`, `req_${at}`, 1 + (at % 97), { origin: origin({ project: `project-${at % 40}` }), occurredAtMs: NOON - at * 60_000 }))

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebuild-'))
  sound = join(folder, 'sound.ledger')
  const ledger = openLedger(sound)
  // The second import holds better records of the first one's requests: its losers wait for an undo.
  bring(ledger, records.slice(0, 500).map((record) => ({ ...record, passes: record.passes.map((pass) => ({ ...pass, tokens: { ...pass.tokens, output: 0 } })) })), 'early')
  bring(ledger, records, 'all')
  ledger.settings.save('scenario', null, { name: 'kept' })
  ledger.attribution.setRules([{ surface: 'voice', when: { project: 'project-1' } }])
  ledger.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ALL_OUTPUT = records.reduce((sum, { passes }) => sum + (passes[0]?.tokens.output ?? 0), 0)

function damagedCopy(name: string, damage: (path: string) => void): string {
  const path = join(folder, name)
  copyFileSync(sound, path)
  damage(path)
  return path
}

function overwrite(path: string, page: number, bytes: Buffer): void {
  const file = openSync(path, 'r+')
  writeSync(file, bytes, 0, bytes.length, (page - 1) * PAGE)
  closeSync(file)
}

/** Pages of a table or index of the sound ledger, in order. */
function pagesOf(name: string): number[] {
  const db = new Database(sound, { readonly: true })
  try {
    return db.prepare<[string], { pageno: number }>("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'").all(name).map(({ pageno }) => pageno)
  } finally {
    db.close()
  }
}

function checkSound(path: string): ReturnType<typeof totals> {
  const db = new Database(path, { readonly: true })
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  db.close()
  expect(keysDiffer(path)).toBe(false)
  const ledger = openLedger(path)
  expect(ledger.usage.rollupIsExact()).toBe(true)
  const found = totals(ledger)
  ledger.close()
  return found
}

function importAgain(path: string): ReturnType<typeof totals> {
  const ledger = openLedger(path)
  bring(ledger, records, 'again')
  expect(ledger.usage.rollupIsExact()).toBe(true)
  const found = totals(ledger)
  ledger.close()
  return found
}

describe('a rebuilt ledger', () => {
  it('of a sound one is the same, with the old file kept', () => {
    const path = damagedCopy('fine.ledger', () => {})
    const before = readFileSync(path)
    const rebuilt = rebuildLedger(path, NOW)
    expect(rebuilt).toMatchObject({ keptAs: `${path}.damaged-2026-11-22T120000`, records: REQUESTS, incomplete: [] })
    expect(readFileSync(rebuilt.keptAs)).toEqual(before)
    expect(checkSound(path)).toEqual({ requests: REQUESTS, output: ALL_OUTPUT })
    const ledger = openLedger(path)
    expect(ledger.settings.list('scenario').map(({ value }) => value)).toEqual([{ name: 'kept' }])
    expect(ledger.attribution.rules()).toEqual([{ surface: 'voice', when: { project: 'project-1' } }])
    expect(ledger.imports.list().map(({ label, state }) => ({ label, state }))).toEqual([{ label: 'all', state: 'done' }, { label: 'early', state: 'done' }])
    // Undo still finds the records that lost.
    expect(ledger.imports.undo(2)).toEqual({ removed: REQUESTS, restored: 500 })
    ledger.close()
  })

  it('loses only what lies on an unreadable page, and importing again brings it back', () => {
    const pages = pagesOf('usage')
    const [first = 0, middle = 0, last = 0] = [pages[0], pages[Math.floor(pages.length / 2)], pages.at(-1)]
    const path = damagedCopy('pages.ledger', (copy) => {
      for (const page of [first, middle, last]) overwrite(copy, page, Buffer.alloc(PAGE, 0x5a))
    })
    const { records: kept, incomplete } = rebuildLedger(path, NOW)
    expect(incomplete).toEqual(['usage'])
    // A page holds some eighty rows.
    expect(kept).toBeGreaterThan(REQUESTS - 3 * 100)
    expect(kept).toBeLessThan(REQUESTS)
    expect(checkSound(path).requests).toBe(kept)
    expect(importAgain(path)).toEqual({ requests: REQUESTS, output: ALL_OUTPUT })
  })

  it('loses nothing where only an index or a sum is damaged', () => {
    const path = damagedCopy('index.ledger', (copy) => {
      for (const name of ['usage_key', 'usage_time', 'rollup_slot']) overwrite(copy, pagesOf(name)[0] ?? 0, Buffer.alloc(PAGE, 0x5a))
    })
    expect(rebuildLedger(path, NOW)).toMatchObject({ records: REQUESTS, incomplete: [] })
    expect(checkSound(path)).toEqual({ requests: REQUESTS, output: ALL_OUTPUT })
  })

  it('is made of a file that was cut off', () => {
    const path = damagedCopy('cut.ledger', (copy) => truncateSync(copy, Math.floor(statSync(copy).size * 0.6 / PAGE) * PAGE))
    const { records: kept } = rebuildLedger(path, NOW)
    expect(kept).toBeGreaterThan(0)
    expect(checkSound(path).requests).toBe(kept)
    expect(importAgain(path)).toEqual({ requests: REQUESTS, output: ALL_OUTPUT })
  })

  it('is sound whatever pages are damaged, and importing again gives all', () => {
    const pages = statSync(sound).size / PAGE
    const random = seededRandom(2026)
    for (let round = 0; round < 12; round += 1) {
      const path = damagedCopy('random.ledger', (copy) => {
        for (let at = 0; at < 1 + round % 5; at += 1) {
          const garbage = Buffer.from(Array.from({ length: 512 }, () => Math.floor(random() * 256)))
          overwrite(copy, 2 + Math.floor(random() * (pages - 1)), garbage)
        }
      })
      try {
        rebuildLedger(path, NOW)
      } catch (error) {
        // The list of tables itself may be hit: then it is said, and the file is as before.
        expect(error).toMatchObject({ problem: { code: 'ledger-unreadable' } })
        continue
      }
      checkSound(path)
      expect(importAgain(path)).toEqual({ requests: REQUESTS, output: ALL_OUTPUT })
      for (const name of readdirSync(folder)) if (name.startsWith('random.ledger')) rmSync(join(folder, name))
    }
  }, 120_000)

  it('is refused in words where nothing can be read, and the file stays', () => {
    const path = join(folder, 'nothing.ledger')
    writeFileSync(path, 'not a database at all')
    expect(() => rebuildLedger(path, NOW)).toThrowError(/Nothing of the damaged ledger can be read/)
    expect(readFileSync(path, 'utf8')).toBe('not a database at all')
    expect(existsSync(`${path}.rebuilt`)).toBe(false)
  })
})
