// What may be shown of a secret key, so that its owner knows it again.

/** The last four characters; null for a key so short that they would give away much of it. */
export function keyEnding(key: string): string | null {
  return key.length < 16 ? null : key.slice(-4)
}
