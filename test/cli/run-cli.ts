// Runs the command line in a process of its own, on a ledger of its own, the way a script would.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')
const MAIN = join(ROOT, 'src', 'cli', 'main.ts')
/** As `npm run cli` does: compiled code is kept, which halves a start. */
const COMPILE_CACHE = join(ROOT, 'node_modules', '.cache', 'node-compile')

export interface Result {
  status: number | null
  stdout: string
  stderr: string
}

export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), 'token-ledger-cli-'))
  readonly db = join(this.folder, 'test.ledger')

  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name)
    writeFileSync(path, content)
    return path
  }

  run(...args: readonly string[]): Promise<Result> {
    return runCli([...args, '--db', this.db])
  }

  /** Runs with `--json` and reads what was printed. */
  async json(...args: readonly string[]): Promise<unknown> {
    const { status, stdout, stderr } = await this.run(...args, '--json')
    if (status !== 0) throw new Error(`exit ${status}: ${stderr}`)
    return JSON.parse(stdout)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true })
  }
}

export function runCli(args: readonly string[], env: Record<string, string> = {}): Promise<Result> {
  return spawnCli(args, env).result
}

export interface Running {
  result: Promise<Result>
  /** Resolves when standard error holds the text. */
  says(text: string): Promise<void>
  interrupt(): void
}

export function spawnCli(args: readonly string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env, TZ: 'UTC', ...env } })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (part: string) => (stdout += part))
  child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part))
  const result = new Promise<Result>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, stdout, stderr }))
  })
  const says = (text: string) => new Promise<void>((resolve) => {
    const look = () => {
      if (stderr.includes(text)) resolve()
    }
    child.stderr.on('data', look)
    look()
  })
  return { result, says, interrupt: () => child.kill('SIGINT') }
}
