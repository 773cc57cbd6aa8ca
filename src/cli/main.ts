// The command line: finds the command, opens the ledger, runs it, sets the exit status. Owns no question and no format.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openBackend } from '../api/backend/open-backend.ts'
import { createClient } from '../api/client.ts'
import { ProblemError } from '../core/problem.ts'
import { ledgerPath } from '../shell/ledger-location.ts'
import { readingProgram } from '../shell/reading-program.ts'
import { readArguments } from './arguments.ts'
import type { Arguments, Command } from './command.ts'
import { cache } from './commands/cache.ts'
import { decide } from './commands/decide.ts'
import { importCommand } from './commands/import.ts'
import { prices } from './commands/prices.ts'
import { pull } from './commands/pull.ts'
import { rebuild } from './commands/rebuild.ts'
import { reconcile } from './commands/reconcile.ts'
import { report } from './commands/report.ts'
import { surfaces } from './commands/surfaces.ts'
import { undo } from './commands/undo.ts'
import { whatif } from './commands/whatif.ts'
import { UsageError } from './usage-error.ts'

const COMMANDS: readonly Command[] = [importCommand, report, cache, reconcile, whatif, decide, prices, pull, surfaces, undo, rebuild]

/** Problems that mean the command was written wrongly. */
const USAGE_PROBLEMS = /^(scenario-|unknown-field|unknown-surface|empty-rule|bad-day|unknown-zone|invalid-input)/

const usageLine = ({ name, usage }: Command) => `Usage: npm run -s cli -- ${name} ${usage}`

/** The longest name and two spaces. */
const NAME_WIDTH = 11

const help = () => [
  'Token Ledger on the command line: the same ledger and the same figures as the window.',
  '',
  ...COMMANDS.map(({ name, usage, summary }) => `  ${name.padEnd(NAME_WIDTH)}${summary}\n  ${' '.repeat(NAME_WIDTH)}${name} ${usage}`),
  '',
].join('\n')

async function main([name, ...rest]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === 'help') {
    const text = help()
    if (name === undefined) return wrongUsage('A command is missing.', text)
    process.stdout.write(text)
    return 0
  }
  const command = COMMANDS.find((candidate) => candidate.name === name)
  if (command === undefined) {
    return wrongUsage(`There is no command "${name}".`, `Commands: ${COMMANDS.map((known) => known.name).join(', ')}`)
  }
  try {
    const args = readArguments(command, rest)
    if (args.flag('help')) {
      process.stdout.write(`${usageLine(command)}\n`)
      return 0
    }
    return await runCommand(command, args)
  } catch (error) {
    if (error instanceof UsageError) return wrongUsage(error.message, usageLine(command))
    if (!(error instanceof ProblemError)) return fault(error)
    const { code, message, remedy } = error.problem
    if (USAGE_PROBLEMS.test(code)) return wrongUsage([message, remedy].filter(Boolean).join(' '), usageLine(command))
    note([message, remedy].filter(Boolean).join(' '))
    return 1
  }
}

async function runCommand(command: Command, args: Arguments): Promise<number> {
  const db = args.text('db')
  const backend = openBackend({ ledgerPath: ledgerPath(db === null ? {} : { db }), version: version(), readingThread: readingProgram(import.meta.filename) })
  const client = createClient(backend)
  try {
    if (backend.trouble !== null && command !== rebuild) throw new ProblemError(backend.trouble)
    return await command.run(args, { client, backend, note, print: (text) => process.stdout.write(text) })
  } finally {
    await backend.close()
  }
}

/** A fault of the app: where it happened, without the error's own text, which may quote content. */
function fault(error: unknown): number {
  const places = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : []
  note(['This could not be done because of a fault in the app.', ...places].join('\n'))
  return 1
}

function wrongUsage(message: string, hint: string): number {
  note(message)
  note(hint)
  return 2
}

function note(text: string): void {
  process.stderr.write(`${text}\n`)
}

function version(): string {
  const parsed: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'))
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : '0.0.0'
}

// A reader that has seen enough (`| head`) closes the pipe; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status
})
