// Numbers that look random and are the same every time. Owns nothing else.

/** Mulberry32 (public domain, https://github.com/bryc/code/blob/master/jshash/PRNGs.md). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const upTo = (random: () => number, limit: number): number => Math.floor(random() * limit)

export const oneOf = <T>(random: () => number, choices: readonly [T, ...T[]]): T => choices[upTo(random, choices.length)] ?? choices[0]

/** Letters and digits, as many ids end. */
export function idOf(random: () => number, length: number): string {
  let id = ''
  while (id.length < length) id += upTo(random, 2 ** 30).toString(36)
  return id.slice(0, length)
}

export function uuidOf(random: () => number): string {
  const part = (length: number) => upTo(random, 16 ** Math.min(length, 12)).toString(16).padStart(length, '0')
  return [8, 4, 4, 4, 12].map(part).join('-')
}

/** What code and prose put between words: quotes and newlines are escaped in JSON, some signs take several bytes. */
const BETWEEN = ['\n', '"', ' — ', '\t', ' = ', ': ', '\\'] as const

/** Words without meaning, to be cut into bodies: it compresses about as prose does. */
export function prose(random: () => number, length: number): string {
  const words = Array.from({ length: 4000 }, () => upTo(random, 1e9).toString(36) + (random() < 0.1 ? oneOf(random, BETWEEN) : ''))
  let text = ''
  while (text.length < length) text += `${words[upTo(random, words.length)] ?? ''} `
  return text.slice(0, length)
}
