// Spoils entries in the ways logs are spoiled, and in worse ones. Seeded: the same seed spoils the same.
import type { Entry } from './corpus.ts'

export type Random = () => number

const below = (random: Random, limit: number): number => Math.floor(random() * limit)

function pick<T>(random: Random, from: readonly [T, ...T[]]): T {
  return from[below(random, from.length)] ?? from[0]
}

/** What stands where a number should, as JSON text. Every one of them is no count of tokens. */
export const NO_COUNTS = ['1e400', '-1', '1.5', '"12"', '1152921504606846976', '-0.5', '[]', '{}', 'true', '"NaN"'] as const

const VALUES = [...NO_COUNTS, 'null', '0', '9007199254740991', '""', '"\\ud800"', '"\\u0000"', '[[[]]]', '1e-7'] as const
const CELLS = ['', ' ', '-1', '1.5', '1e400', '12x', '--', 'NULL', '9007199254740993', '\u0000', '\ud800', '=1+1', '"', '1,000', '$5', 'Infinity'] as const

/** As deep as a parser's stack is not. */
const NESTED = Buffer.from(`${'['.repeat(10_000)}${']'.repeat(10_000)}`)

export function mutate(entry: Entry, random: Random): Entry {
  if (entry.kind === 'row') return { kind: 'row', cells: mutateCells(entry.cells, random) }
  let { bytes } = entry
  for (let times = 1 + below(random, 3); times > 0; times -= 1) bytes = mutateBytes(bytes, random)
  return { kind: 'bytes', bytes }
}

function mutateCells(cells: Readonly<Record<string, string>>, random: Random): Record<string, string> {
  const copy = { ...cells }
  const names = Object.keys(copy)
  const name = names[below(random, names.length)]
  if (name === undefined) return copy
  const way = below(random, 4)
  if (way === 0) delete copy[name]
  else if (way === 1) copy[name] = pick(random, CELLS)
  else if (way === 2) copy[name] = Object.values(cells)[below(random, names.length)] ?? ''
  else copy[name] = `${cells[name] ?? ''}${pick(random, CELLS)}`
  return copy
}

const WAYS: readonly [typeof cut, ...(typeof cut)[]] = [cut, flip, replaceValue, replaceValue, replaceValue, repeatKey, dropMember, renameKey, repeatPart, nest, insertBytes]

/** One spoiling of raw bytes; of an entry or of a whole file. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  return bytes.length === 0 ? bytes : pick(random, WAYS)(bytes, random)
}

function cut(bytes: Buffer, random: Random): Buffer {
  const at = below(random, bytes.length)
  return random() < 0.5 ? bytes.subarray(0, at) : bytes.subarray(at)
}

function flip(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes)
  copy[below(random, copy.length)] = below(random, 256)
  return copy
}

const splice = (bytes: Buffer, part: { from: number; to: number; by: Buffer | string }): Buffer =>
  Buffer.concat([bytes.subarray(0, part.from), Buffer.from(part.by), bytes.subarray(part.to)])

function replaceValue(bytes: Buffer, random: Random): Buffer {
  const value = anyValue(bytes, random)
  return value === null ? flip(bytes, random) : splice(bytes, { ...value, by: pick(random, VALUES) })
}

/** Where a scalar behind a colon stands. */
function anyValue(bytes: Buffer, random: Random): { from: number; to: number } | null {
  const colon = bytes.indexOf(':', below(random, bytes.length))
  if (colon === -1) return null
  const text = bytes.toString('latin1', colon + 1, Math.min(bytes.length, colon + 400))
  const match = /^\s*(-?\d[\d.eE+-]*|"(?:[^"\\]|\\.)*"|true|false|null)/.exec(text)
  return match === null ? null : { from: colon + 1, to: colon + 1 + match[0].length }
}

/** A pair `"key":scalar` somewhere behind a place chosen by chance. */
function anyPair(bytes: Buffer, random: Random): { from: number; to: number; text: string } | null {
  const start = below(random, bytes.length)
  const text = bytes.toString('latin1', start, Math.min(bytes.length, start + 2000))
  const match = /"[^"\\]{1,60}"\s*:\s*(?:-?\d[\d.eE+-]*|"(?:[^"\\]|\\.)*"|true|false|null)/.exec(text)
  if (match === null) return null
  const from = start + match.index
  return { from, to: from + match[0].length, text: match[0] }
}

function repeatKey(bytes: Buffer, random: Random): Buffer {
  const pair = anyPair(bytes, random)
  if (pair === null) return cut(bytes, random)
  const [key = '""'] = pair.text.split(':')
  return splice(bytes, { from: pair.to, to: pair.to, by: Buffer.from(`,${key}:${pick(random, VALUES)}`, 'latin1') })
}

function dropMember(bytes: Buffer, random: Random): Buffer {
  const pair = anyPair(bytes, random)
  if (pair === null) return cut(bytes, random)
  const comma = bytes[pair.to] === 0x2c ? 1 : 0
  return splice(bytes, { from: pair.from, to: pair.to + comma, by: '' })
}

function renameKey(bytes: Buffer, random: Random): Buffer {
  const pair = anyPair(bytes, random)
  return pair === null ? flip(bytes, random) : splice(bytes, { from: pair.from + 1, to: pair.from + 2, by: pick(random, ['_', 'X', '\\u0061', '']) })
}

function repeatPart(bytes: Buffer, random: Random): Buffer {
  const from = below(random, bytes.length)
  const to = Math.min(bytes.length, from + below(random, 300))
  return splice(bytes, { from: to, to, by: bytes.subarray(from, to) })
}

function nest(bytes: Buffer, random: Random): Buffer {
  if (random() < 0.98) return replaceValue(bytes, random)
  const value = anyValue(bytes, random)
  return value === null ? NESTED : splice(bytes, { ...value, by: NESTED })
}

function insertBytes(bytes: Buffer, random: Random): Buffer {
  const at = below(random, bytes.length)
  return splice(bytes, { from: at, to: at, by: pick(random, ['\u0000', '\n', '\r', '"', '\\', '{', '}', '\ufeff', '\u2028', ',,', '\t']) })
}

/** Every place where a key that speaks of tokens holds a positive number, in JSON text. */
export function tokenCounts(bytes: Buffer): { key: string; from: number; to: number }[] {
  const text = bytes.toString('latin1')
  return [...text.matchAll(/"([A-Za-z0-9_]*(?:token|Token)[A-Za-z0-9_]*)"\s*:\s*([1-9]\d*)(?=\s*[,}])/g)].map((match) => {
    const [whole, key = '', number = ''] = match
    const to = match.index + whole.length
    return { key, from: to - number.length, to }
  })
}

export const withText = (bytes: Buffer, place: { from: number; to: number }, by: string): Buffer => splice(bytes, { ...place, by })
