// Seeded chance for generated data: the same seed gives the same sample everywhere. Not for anything secret.

export interface Chance {
  /** In [0, 1). */
  next(): number
  /** True with this probability. */
  hits(probability: number): boolean
  /** A whole number round `typical`, skewed to the right as token counts are; never under 1. */
  around(typical: number, spread?: number): number
  /** Hexadecimal digits, for ids. */
  hex(digits: number): string
}

/** Mulberry32 on a hash of the seed text (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c). */
export function chance(seed: string): Chance {
  let state = hash(seed)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  // Box-Muller; 1 - next() keeps the logarithm finite.
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return {
    next,
    hits: (probability) => next() < probability,
    around: (typical, spread = 0.35) => Math.max(1, Math.round(typical * Math.exp(spread * normal()))),
    hex: (digits) => Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join(''),
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value | 0
}
