// Reads a command's arguments and checks the ones that several commands share. Says what is wrong; guesses nothing.
import { parseArgs } from 'node:util'
import { isDay, isValidZone } from '../core/calendar.ts'
import { BASES, PLATFORMS, type Platform } from '../core/usage.ts'
import { GROUP_KEYS, type Filters, type GroupKey } from '../api/contract/shapes.ts'
import type { Arguments, Command } from './command.ts'
import { UsageError } from './usage-error.ts'

/** Options every command takes. */
const SHARED = { db: { type: 'string' }, help: { type: 'boolean' } } as const

export function readArguments(command: Command, args: readonly string[]): Arguments {
  const { values, positionals } = parse(command, args)
  const given = new Map<string, unknown>(Object.entries(values))
  return {
    positionals,
    text(name) {
      const value = given.get(name)
      if (value === '') throw new UsageError(`--${name} needs a value.`)
      return typeof value === 'string' ? value : null
    },
    flag: (name) => given.get(name) === true,
  }
}

function parse(command: Command, args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { ...command.options, ...SHARED }, allowPositionals: true, strict: true })
  } catch (error) {
    // Node's own sentence names the option; its advice about "--" helps nobody here.
    const said = error instanceof Error ? error.message.split('. ')[0] : undefined
    throw new UsageError(said === undefined ? 'The options could not be read.' : `${said.replace(/\.$/, '')}.`)
  }
}

/** What filter options say, over the user's time zone. */
export function readFilters(args: Arguments, tz: string): Filters {
  const from = readDay(args, 'from')
  const to = readDay(args, 'to')
  if (from !== null && to !== null && from > to) throw new UsageError('--from lies after --to.')
  const zone = args.text('tz') ?? tz
  if (zone !== 'system' && !isValidZone(zone)) {
    throw new UsageError(`--tz ${zone} is not a time zone; use a name such as Europe/Berlin.`)
  }
  return { from, to, tz: zone, basis: oneOf(args, 'basis', BASES), platforms: [], surfaces: [], models: [], routes: [] }
}

export const FILTER_OPTIONS = {
  from: { type: 'string' }, to: { type: 'string' }, tz: { type: 'string' }, basis: { type: 'string' },
} as const

export function readDay(args: Arguments, name: string): string | null {
  const text = args.text(name)
  if (text !== null && !isDay(text)) throw new UsageError(`--${name} ${text} is not a day; write it as YYYY-MM-DD.`)
  return text
}

/** Keys of `--by`, in the order given. */
export function readBy(args: Arguments, fallback: readonly GroupKey[]): GroupKey[] {
  return readKeys(args, GROUP_KEYS, fallback)
}

/** The same, of other keys. */
export function readKeys<K extends string>(args: Arguments, known: readonly K[], fallback: readonly K[]): K[] {
  const text = args.text('by')
  if (text === null) return [...fallback]
  const names = text.split(',').map((name) => name.trim())
  const keys = names.map((name) => {
    const key = known.find((candidate) => candidate === name)
    if (key === undefined) throw new UsageError(`--by ${name} is not a key; keys are ${known.join(', ')}.`)
    return key
  })
  if (new Set(keys).size < keys.length) throw new UsageError('--by names a key twice.')
  return keys
}

export function readPlatform(args: Arguments): Platform | null {
  return oneOf(args, 'platform', PLATFORMS)
}

function oneOf<T extends string>(args: Arguments, name: string, known: readonly T[]): T | null {
  const text = args.text(name)
  if (text === null) return null
  const value = known.find((candidate) => candidate === text)
  if (value === undefined) throw new UsageError(`--${name} ${text} is not one of ${known.join(', ')}.`)
  return value
}

export type OutputForm = 'table' | 'json' | 'csv'

export function readForm(args: Arguments): OutputForm {
  if (args.flag('json') && args.flag('csv')) throw new UsageError('Choose --json or --csv, not both.')
  return args.flag('json') ? 'json' : args.flag('csv') ? 'csv' : 'table'
}

export const JSON_OPTION = { json: { type: 'boolean' } } as const
export const FORM_OPTIONS = { ...JSON_OPTION, csv: { type: 'boolean' } } as const
