// What a command is, and what it is given. Each command has a file of its own in commands/.
import type { Backend } from '../api/backend/backend.ts'
import type { Client } from '../api/client.ts'

export type OptionTypes = Readonly<Record<string, { type: 'string' | 'boolean' }>>

/** What was written behind the command's name. */
export interface Arguments {
  positionals: readonly string[]
  /** Null where the option was not given. */
  text(name: string): string | null
  flag(name: string): boolean
}

export interface Session {
  client: Client
  backend: Backend
  /** Results: the only thing that may go to standard output. */
  print(text: string): void
  /** Everything else: progress, ids, reasons. */
  note(text: string): void
}

export interface Command {
  name: string
  /** What follows the name in the usage line. */
  usage: string
  summary: string
  options: OptionTypes
  /** Resolves to the exit status: 0 done, 1 something was not read or refused. */
  run(args: Arguments, session: Session): Promise<number>
}
