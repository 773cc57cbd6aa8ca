// Reading single fields out of untrusted JSON. Owns what counts as a count; never puts a field's content into a reason.

export type JsonObject = Readonly<Record<string, unknown>>

/** A field that should have been readable and was not. The message names the field only; it becomes a rejection. */
export class UnreadableField extends Error {}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object under a key, or an empty one: absent, null and a wrong type are alike. */
export function objectAt(object: JsonObject, key: string): JsonObject {
  const value = object[key]
  return isObject(value) ? value : {}
}

export function arrayAt(object: JsonObject, key: string): readonly unknown[] {
  const value = object[key]
  return Array.isArray(value) ? value : []
}

/** A short name or id; null where absent, empty, longer than `maxLength` characters, or not text. */
export function textAt(object: JsonObject, key: string, maxLength = 256): string | null {
  const value = object[key]
  return typeof value === 'string' && value !== '' && value.length <= maxLength ? value : null
}

const LONGEST_CODE = 128
const IN_CODES = new Set(Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:@/-', (letter) => letter.charCodeAt(0)))
const IS_IN_CODES = Uint8Array.from({ length: 128 }, (_, code) => (IN_CODES.has(code) ? 1 : 0))

/** A vendor's code word (stop reason, error code, id). Anything that could be prose is taken as absent. */
export function codeAt(object: JsonObject, key: string): string | null {
  const value = object[key]
  return typeof value === 'string' && isCode(value) ? value : null
}

/** By a regular expression it took three times as long, a twentieth of reading transcripts. */
function isCode(text: string): boolean {
  if (text === '' || text.length > LONGEST_CODE) return false
  for (let at = 0; at < text.length; at += 1) if (IS_IN_CODES[text.charCodeAt(at)] !== 1) return false
  return true
}

/**
 * A count of tokens: absent and null are null, otherwise an integer from 0 to 2^53 - 1.
 * @throws UnreadableField naming the field
 */
export function countAt(object: JsonObject, key: string): number | null {
  const value = object[key]
  if (value === undefined || value === null) return null
  if (typeof value !== 'number') throw new UnreadableField(`${key} is not a number`)
  return checkedCount(value, key)
}

/** @throws UnreadableField naming the field */
export function checkedCount(value: number, name: string): number {
  if (value < 0) throw new UnreadableField(`${name} is negative`)
  if (value > Number.MAX_SAFE_INTEGER) throw new UnreadableField(`${name} is too large`)
  if (!Number.isInteger(value)) throw new UnreadableField(`${name} is not a whole number`)
  return value
}

/** A duration in whole milliseconds; null where absent or implausible (it prices nothing, so it never rejects). */
export function millisecondsAt(object: JsonObject, key: string): number | null {
  const value = object[key]
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? Math.round(value) : null
}
