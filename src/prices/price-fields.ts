// Takes single fields out of a price file and throws where one is not what it must be. Written by hand: a schema that checks
// the same took 35 ms more of every start.
import { isDay } from '../core/calendar.ts'

/** A row of the file: its fields by name, and nothing beyond the `names`. */
export class Fields {
  readonly #data: object

  constructor(data: unknown, names: readonly string[]) {
    if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new Error('A price file has a part that is not an object.')
    const wrong = Object.keys(data).find((name) => !names.includes(name)) ?? names.find((name) => !Object.hasOwn(data, name))
    if (wrong !== undefined) throw new Error(`A price file has a part where ${wrong} is missing or unknown.`)
    this.#data = data
  }

  get(name: string): unknown {
    return Reflect.get(this.#data, name)
  }

  text(name: string): string {
    const value = this.get(name)
    return typeof value === 'string' && value !== '' ? value : refuse(name, value)
  }

  textOrNull(name: string): string | null {
    return this.get(name) === null ? null : this.text(name)
  }

  /** At least one. */
  texts(name: string): string[] {
    const value = this.get(name)
    if (!Array.isArray(value) || value.length === 0) return refuse(name, value)
    return value.map((text: unknown) => (typeof text === 'string' && text !== '' ? text : refuse(name, text)))
  }

  oneOf<T extends string>(name: string, of: readonly T[]): T {
    const value = this.get(name)
    return of.find((one) => one === value) ?? refuse(name, value)
  }

  /** Zero or more. */
  count(name: string): number {
    const value = this.get(name)
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : refuse(name, value)
  }

  day(name: string): string {
    const value = this.text(name)
    return isKnownDay(value) ? value : refuse(name, value)
  }

  dayOrNull(name: string): string | null {
    return this.get(name) === null ? null : this.day(name)
  }

  /** USD as they are written: at most six decimals. */
  usd(name: string): string {
    const value = this.text(name)
    return /^\d+(\.\d{1,6})?$/.test(value) ? value : refuse(name, value)
  }

  list(name: string): unknown[] {
    const value = this.get(name)
    return Array.isArray(value) ? value : refuse(name, value)
  }
}

function refuse(name: string, value: unknown): never {
  throw new Error(`A price file says ${name}: ${JSON.stringify(value)?.slice(0, 80) ?? 'nothing'}.`)
}

/** The same few days stand in hundreds of rows. */
const known = new Set<string>()

function isKnownDay(text: string): boolean {
  if (known.has(text)) return true
  if (!isDay(text)) return false
  known.add(text)
  return true
}
