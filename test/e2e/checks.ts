// Runs named checks one after the other, prints what became of each, and counts. Knows no app.
import { writeFileSync } from 'node:fs'

/** A check that cannot run because something is not on this machine. In CI that is a failure. */
export class Missing extends Error {}

const CHECK_LIMIT_MS = 90_000

export class Checks {
  passed = 0
  failed = 0
  #group = ''

  group(name: string): void {
    this.#group = name
    console.log(`\n${name}`)
  }

  /** Resolves to true where it passed, so that what builds on it can be left out. */
  async check(name: string, run: () => Promise<void>): Promise<boolean> {
    try {
      await withinLimit(run())
      this.passed += 1
      console.log(`  passed  ${name}`)
      return true
    } catch (error) {
      this.#report(name, error)
      return false
    }
  }

  /** In CI what is missing is a failure; elsewhere it is said in words and the rest goes on. */
  missing(sentence: string): void {
    console.log(`  missing ${sentence}`)
    if (process.env['CI'] === 'true') this.failed += 1
  }

  finish(countsFile: string | null): void {
    if (countsFile !== null) writeFileSync(countsFile, JSON.stringify({ passed: this.passed, failed: this.failed }))
    console.log(`\n${this.passed} passed, ${this.failed} failed`)
    process.exitCode = this.failed === 0 ? 0 : 1
  }

  #report(name: string, error: unknown): void {
    if (error instanceof Missing) return this.missing(error.message)
    this.failed += 1
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const telling = text.split('\n').filter((line) => line.trim() !== '' && !line.includes(' at async '))
    console.log(`  FAILED  ${name} (${this.#group})\n${telling.map((line) => `          ${line}`).join('\n')}`)
  }
}

async function withinLimit(work: Promise<void>): Promise<void> {
  let limit: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    limit = setTimeout(() => reject(new Error(`not done after ${CHECK_LIMIT_MS / 1000} s`)), CHECK_LIMIT_MS)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(limit)
  }
}
