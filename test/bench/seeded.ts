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

/** Words without meaning, to be cut into bodies: it compresses about as prose does. */
export function prose(random: () => number, length: number): string {
  const words = Array.from({ length: 4000 }, () => upTo(random, 1e9).toString(36))
  let text = ''
  while (text.length < length) text += `${words[upTo(random, words.length)] ?? ''} `
  return text.slice(0, length)
}
