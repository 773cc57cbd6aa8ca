// The command line as it is built: one program beside the window's, which reads the same logs to the same figures.
import { execFile } from 'node:child_process'
import { deepEqual, equal } from 'node:assert/strict'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Checks } from './checks.ts'
import { EXPECTED, writeLogs } from './logs.ts'

const program = resolve(import.meta.dirname, '../../dist/cli/main.cjs')
const run = promisify(execFile)

export async function commandLine(checks: Checks, folder: string): Promise<void> {
  checks.group('Command line, built')
  const db = join(folder, 'command-line.ledger')
  const cli = async (...args: string[]): Promise<unknown> =>
    JSON.parse((await run(process.execPath, [program, ...args, '--db', db, '--json'], { env: { ...process.env, TZ: 'UTC' } })).stdout)
  await checks.check('reads the logs, each request once', async () => {
    const sources = await cli('import', writeLogs(join(folder, 'command-line')).folder) as { entries: number; accepted: number; duplicates: number }[]
    const sum = (of: 'entries' | 'accepted' | 'duplicates') => sources.reduce((all, source) => all + source[of], 0)
    deepEqual([sum('entries'), sum('accepted'), sum('duplicates')], [EXPECTED.entries, EXPECTED.requests, EXPECTED.duplicates])
  })
  await checks.check('tells the total to the cent', async () => {
    const { totals } = await cli('report') as { totals: { listCostUsd: string } }
    equal(totals.listCostUsd, EXPECTED.totalUsd)
  })
}
