// Kills a working backend at random moments and holds the ledger it leaves against what it must be.
import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { openLedger } from '../../db/open-ledger.ts'
import { createBackend } from '../../src/api/backend/create-backend.ts'
import { sourcesFromPaths } from '../../src/api/backend/files.ts'
import { createClient } from '../../src/api/client.ts'
import { EVERYTHING } from '../api/test-backend.ts'
import { seeded } from '../bench/seeded.ts'
import { writeLogs, type LogSize } from './logs.ts'
import { asFirstFormat } from './first-format.ts'
import { keysDiffer } from '../db/records.ts'

const said = z.object({
  starting: z.boolean(), opened: z.boolean(), imported: z.number(), state: z.string(), accepted: z.number(), undone: z.number(),
}).partial()
type Said = z.infer<typeof said>

/** What is going on when the process is killed: the ledger it starts on, and its steps. */
const PLANS = [
  { name: 'import', start: 'nothing', steps: ['import:first', 'import:second'] },
  { name: 'replacement', start: 'first', steps: ['import:second'] },
  { name: 'undo', start: 'both', steps: ['undo:1', 'import:first'] },
  { name: 'migration', start: 'first format', steps: ['import:second'] },
] as const
type Plan = (typeof PLANS)[number]

export interface KillOptions { kills: number; seed: number; size: LogSize; tell?(line: string): void }
export interface KillResult { plan: string; killedAfterMs: number; finished: number; wrong: string[] }

/** One killing a round, the plans in turn. Each result names what was wrong; none should. */
export async function killRuns({ kills, seed, size, tell }: KillOptions): Promise<KillResult[]> {
  const root = mkdtempSync(join(tmpdir(), 'token-ledger-kill-'))
  try {
    writeLogs(root, size)
    const yard = await Yard.prepare(root)
    const random = seeded(seed)
    const results: KillResult[] = []
    for (let at = 0; at < kills; at += 1) {
      const plan = PLANS[at % PLANS.length] ?? PLANS[0]
      const result = await yard.round(plan, random())
      tell?.(`${at + 1}/${kills} ${plan.name}, killed after ${result.killedAfterMs} ms: ${result.wrong.join('; ') || 'sound'}`)
      results.push(result)
    }
    return results
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** The folder of one run: logs, the ledgers that rounds start on, and what a ledger with everything holds. */
class Yard {
  readonly #root: string
  readonly #expected: string
  /** How long each plan takes undisturbed. */
  readonly #lasts = new Map<string, number>()

  private constructor(root: string, expected: string) {
    this.#root = root
    this.#expected = expected
  }

  static async prepare(root: string): Promise<Yard> {
    await importInto(join(root, 'first.ledger'), root, ['first'])
    copyFileSync(join(root, 'first.ledger'), join(root, 'both.ledger'))
    const expected = await importInto(join(root, 'both.ledger'), root, ['second'])
    asFirstFormat(join(root, 'first.ledger'), join(root, 'first format.ledger'))
    const yard = new Yard(root, expected)
    for (const plan of PLANS) yard.#lasts.set(plan.name, await yard.#duration(plan))
    return yard
  }

  async #duration(plan: Plan): Promise<number> {
    return (await this.#work(plan, null)).lastedMs
  }

  async round(plan: Plan, chance: number): Promise<KillResult> {
    const killedAfterMs = Math.round(chance * (this.#lasts.get(plan.name) ?? 1000))
    const { told } = await this.#work(plan, killedAfterMs)
    const path = this.#ledger
    const wrong = [...faultsOf(path, told)]
    const again = await importInto(path, this.#root, ['first', 'second'])
    if (again !== this.#expected) wrong.push('importing again does not give the totals of an undisturbed run')
    wrong.push(...faultsOf(path, []))
    return { plan: plan.name, killedAfterMs, finished: told.filter(({ imported, undone }) => (imported ?? undone) !== undefined).length, wrong }
  }

  get #ledger(): string {
    return join(this.#root, 'round.ledger')
  }

  /**
   * Runs the plan on a fresh copy of its start; resolves to what the process said before it ended. Time counts from its
   * first word: to kill a process that only loads its code shows nothing.
   */
  async #work({ start, steps }: Plan, killAfterMs: number | null): Promise<{ told: Said[]; lastedMs: number }> {
    for (const suffix of ['', '-wal', '-shm', '.format-1.backup']) rmSync(this.#ledger + suffix, { force: true })
    const from = join(this.#root, `${start}.ledger`)
    if (existsSync(from)) copyFileSync(from, this.#ledger)
    const child = spawn(process.execPath, [join(import.meta.dirname, 'victim.ts'), this.#ledger, this.#root, ...steps], { stdio: ['ignore', 'pipe', 'inherit'] })
    let [text, startedAt] = ['', 0]
    child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
    child.stdout.once('data', () => {
      startedAt = performance.now()
      if (killAfterMs !== null) setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    })
    await new Promise((resolve) => {
      child.on('close', resolve)
    })
    // The kill may have cut the last line.
    const told = text.split('\n').slice(0, -1).map((line) => said.parse(JSON.parse(line)))
    return { told, lastedMs: performance.now() - startedAt }
  }
}

/** What is not as it must be after a start on the file as it lies there. */
function* faultsOf(path: string, told: readonly Said[]): Generator<string> {
  if (!existsSync(path)) {
    if (told.some(({ imported }) => imported !== undefined)) yield 'the ledger is gone'
    return
  }
  const ledger = openLedger(path)
  if (!ledger.usage.rollupIsExact()) yield 'the rollup is not what a recount gives'
  const imports = ledger.imports.list()
  if (imports.some(({ state }) => state === 'running')) yield 'an import of a dead process still runs'
  const undone = new Set(told.map((one) => one.undone))
  for (const { imported, accepted } of told) {
    if (imported === undefined) continue
    const found = imports.find(({ id }) => id === imported)
    if (!undone.has(imported) && (found?.state !== 'done' || found.tally.accepted !== accepted)) yield `import ${imported} was reported done and is not there as it was`
  }
  for (const id of undone) if (id !== undefined && imports.find((one) => one.id === id)?.state !== 'undone') yield `import ${id} was reported undone and is not`
  const accepted = imports.filter(({ state }) => state !== 'undone').reduce((sum, { tally }) => sum + tally.accepted, 0)
  if (ledger.usage.counts().requests < accepted) yield 'fewer requests than were accepted'
  ledger.close()
  yield* unsound(path)
}

function* unsound(path: string): Generator<string> {
  const db = new Database(path, { readonly: true })
  const found = db.pragma('integrity_check', { simple: true })
  db.close()
  if (found !== 'ok') yield `integrity_check: ${String(found)}`
  if (keysDiffer(path)) yield 'the rows by key are not what the usage says'
}

/** Imports the folders in this process; resolves to all totals as text. */
async function importInto(ledgerPath: string, root: string, folders: readonly string[]): Promise<string> {
  const backend = createBackend({ ledgerPath, version: 'test' })
  try {
    for (const folder of folders) {
      for (const request of await sourcesFromPaths([join(root, folder)])) await backend.startImport(request).done
    }
    const { rows, totals } = await createClient(backend).call('usage.totals', { filters: EVERYTHING, by: ['day', 'model', 'surface'] })
    return JSON.stringify({ rows, totals })
  } finally {
    await backend.close()
  }
}
