// Which key hashes an import has certainly not met before, for a ledger that was empty when the import began. A Bloom
// filter: bounded memory, never wrong about a hash that is new. Asking the indexes took a tenth of an import.
import type { Connection } from './sqlite.ts'

/** 4 MiB. At two million requests (four million keys), one in forty new keys is looked up in vain. */
const BITS = 2 ** 25

export class KeyFilter {
  readonly #bits = new Uint32Array(BITS / 32)
  readonly #version
  readonly #versionAtStart: unknown

  private constructor(db: Connection) {
    // Another number once another process has written. https://www.sqlite.org/pragma.html#pragma_data_version (read 2026-11-22)
    this.#version = db.prepare('PRAGMA data_version').pluck()
    this.#versionAtStart = this.#version.get()
  }

  /** Null where the ledger holds usage: its keys are not known here. */
  static forEmptyLedger(db: Connection): KeyFilter | null {
    const filter = new KeyFilter(db)
    return db.prepare('SELECT 1 FROM usage LIMIT 1').get() === undefined ? filter : null
  }

  /** False once another process may have added keys. */
  get isComplete(): boolean {
    return this.#version.get() === this.#versionAtStart
  }

  /** Adds a hash of 53 bits; returns whether it may have been added before. */
  add(hash: number): boolean {
    const low = hash % BITS
    const high = Math.floor(hash / BITS)
    let isKnown = true
    for (const probe of [low, high, low ^ (high >>> 2)]) {
      const at = probe & (BITS - 1)
      const [word, bit] = [at >>> 5, 1 << (at & 31)]
      const held = this.#bits[word] ?? 0
      if ((held & bit) !== 0) continue
      isKnown = false
      this.#bits[word] = held | bit
    }
    return isKnown
  }
}
