// What the record around a reply says: time, labels, durations. Owns the spellings loggers use; reads no content.
// https://github.com/pinojs/pino/blob/main/docs/api.md, https://github.com/winstonjs/logform,
// https://www.structlog.org/en/stable/api.html#structlog.processors.TimeStamper (read 2026-11-22)
import { isObject, millisecondsAt, textAt, type JsonObject } from './fields.ts'
import { parseUtcTime } from './utc-time.ts'

const TIMES = ['time', 'timestamp', '@timestamp', 'ts', 'created_at', 'createdAt', 'date', 'datetime', 'asctime', 'created']
const LABEL_FOLDERS = ['metadata', 'tags', 'labels', 'extra', 'context', 'attributes']
const HEADER_FOLDERS = ['headers', 'response_headers', 'responseHeaders']

/** Time of the outermost record that has a readable one. */
export function timeAround(around: readonly JsonObject[]): number | null {
  for (const object of around) {
    for (const key of TIMES) {
      const at = instantOf(object[key])
      if (at !== null) return at
    }
  }
  return null
}

/** Epoch seconds, milliseconds, microseconds or nanoseconds by size (from 1990 on), or written time. */
export function instantOf(value: unknown): number | null {
  if (typeof value === 'string') {
    const digits = /^\d{9,19}(?:\.\d+)?$/.test(value)
    return digits ? instantOf(Number(value)) : parseUtcTime(value.replace(/(:\d\d),(\d+)/, '$1.$2'))
  }
  if (typeof value !== 'number' || !(value > 6e8) || value >= 1e20) return null
  if (value < 6e10) return Math.round(value * 1000)
  if (value < 6e13) return Math.round(value)
  return Math.round(value < 6e16 ? value / 1000 : value / 1e6)
}

/** Where labels lie: every object around, outermost first, each followed by its `metadata` and the like. */
export function labelPlaces(around: readonly JsonObject[]): JsonObject[] {
  return around.flatMap((object) => [object, ...foldersOf(object, LABEL_FOLDERS)])
}

/** The first of some spellings that any of the places has as text. */
export function labelIn(places: readonly JsonObject[], names: readonly string[]): string | null {
  for (const place of places) {
    for (const name of names) {
      const text = Object.hasOwn(place, name) ? textAt(place, name) : null
      if (text !== null) return text
    }
  }
  return null
}

export function durationAround(around: readonly JsonObject[], names: readonly string[]): number | null {
  for (const object of around) {
    for (const name of names) {
      const milliseconds = millisecondsAt(object, name)
      if (milliseconds !== null) return milliseconds
    }
  }
  return null
}

/** A response header, whatever its case. */
export function headerAround(around: readonly JsonObject[], name: string): string | null {
  for (const object of around) {
    for (const headers of foldersOf(object, HEADER_FOLDERS)) {
      for (const key of Object.keys(headers)) if (key.toLowerCase() === name) return textAt(headers, key)
    }
  }
  return null
}

export function tagsIn(places: readonly JsonObject[], keys: readonly string[]): Record<string, string> {
  const tags: Record<string, string> = {}
  for (const key of keys) {
    const value = labelIn(places, [key])
    if (value !== null) tags[key] = value
  }
  return tags
}

function foldersOf(object: JsonObject, names: readonly string[]): JsonObject[] {
  const folders: JsonObject[] = []
  for (const name of names) {
    const folder = object[name]
    if (isObject(folder)) folders.push(folder)
  }
  return folders
}
