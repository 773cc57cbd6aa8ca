// Which of the files of an import the reading thread reads and which the backend: each belongs to who claims it first.

export class Claims {
  /** Goes to the other thread, which makes its own of it. */
  readonly shared: SharedArrayBuffer
  readonly #taken: Uint8Array

  constructor(shared: SharedArrayBuffer) {
    this.shared = shared
    this.#taken = new Uint8Array(shared)
  }

  static of(files: number): Claims {
    return new Claims(new SharedArrayBuffer(files))
  }

  /** Whether nobody had it. */
  claim(file: number): boolean {
    return Atomics.exchange(this.#taken, file, 1) === 0
  }
}
