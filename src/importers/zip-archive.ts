// Takes a zip archive apart into sources, one a member, as it streams by.
// Owns the archive only; what a member is, its own reading finds out.
import { Unzip, UnzipInflate, type UnzipFile } from 'fflate'
import { problem, type ProblemError } from '../core/problem.ts'
import type { LogSource } from './importer.ts'

const INPUT_SLICE = 16 * 1024
const BOMB_RATIO = 1000
const BOMB_BYTES = 64 * 1024 * 1024

interface Member {
  name: string
  chunks: Buffer[]
  bytesIn: number
  bytesOut: number
  done: boolean
  failure: ProblemError | null
}

export class Archive {
  readonly #source: LogSource
  readonly #stored: AsyncIterator<Buffer>
  readonly #unzip: Unzip
  readonly #waiting: Member[] = []
  #current: Member | null = null
  #rest: Buffer = Buffer.alloc(0)
  #ended = false

  constructor(source: LogSource, stored: AsyncIterable<Buffer>) {
    this.#source = source
    this.#stored = stored[Symbol.asyncIterator]()
    this.#unzip = new Unzip((file) => this.#found(file))
    this.#unzip.register(UnzipInflate)
  }

  async next(): Promise<LogSource | null> {
    while (this.#current?.done === false && !this.#ended) {
      this.#current.chunks.length = 0
      await this.#advance()
    }
    while (this.#waiting.length === 0 && !this.#ended) await this.#advance()
    const member = this.#waiting.shift() ?? null
    this.#current = member
    if (member === null) return null
    const { name, modifiedAtMs } = this.#source
    return { name: `${name}/${member.name}`, size: null, modifiedAtMs, open: () => this.#read(member) }
  }

  async close(): Promise<void> {
    await this.#stored.return?.()
  }

  async *#read(member: Member): AsyncGenerator<Buffer> {
    for (;;) {
      while (member.chunks.length > 0) yield member.chunks.shift() ?? Buffer.alloc(0)
      if (member.failure !== null) throw member.failure
      if (member.done) return
      if (this.#ended) throw CUT_OFF()
      await this.#advance()
    }
  }

  /** Pushes one small piece of the archive; its members' bytes land in their chunks. */
  async #advance(): Promise<void> {
    if (this.#rest.length === 0) {
      const next = await this.#stored.next()
      if (next.done === true) this.#ended = true
      else this.#rest = next.value
    }
    const piece = this.#rest.subarray(0, INPUT_SLICE)
    this.#rest = this.#rest.subarray(INPUT_SLICE)
    if (this.#current !== null) this.#current.bytesIn += piece.length
    try {
      this.#unzip.push(piece, this.#ended)
    } catch {
      // fflate throws at damage and at an early end; the members that are not whole tell of it.
      this.#ended = true
    }
  }

  #found(file: UnzipFile): void {
    if (file.name.endsWith('/') || file.name.startsWith('__MACOSX/')) return
    const member: Member = { name: file.name, chunks: [], bytesIn: INPUT_SLICE, bytesOut: 0, done: false, failure: null }
    this.#waiting.push(member)
    file.ondata = (error, bytes, final) => {
      if (error !== null) member.failure = DAMAGED()
      else this.#receive(member, bytes)
      member.done ||= final || error !== null
    }
    try {
      file.start()
    } catch {
      member.failure = problem('zip-method', 'This member of the archive is compressed in a way that cannot be read here.', 'Extract the archive and import the files.')
      member.done = true
    }
  }

  #receive(member: Member, bytes: Uint8Array): void {
    member.bytesOut += bytes.length
    const isBomb = member.bytesOut > BOMB_BYTES && member.bytesOut > member.bytesIn * BOMB_RATIO
    if (isBomb) member.failure = BOMB()
    else if (member.failure === null) member.chunks.push(Buffer.from(bytes))
  }
}

const AGAIN = 'Fetch the archive again and import it: what is in the ledger already is recognised.'
const CUT_OFF = () => problem('compressed-cut-off', 'The archive ends too early. What came before the cut was read.', AGAIN)
const DAMAGED = () => problem('compressed-damaged', 'This member of the archive is damaged.', AGAIN)
const BOMB = () => problem('compressed-bomb', `This member grows to more than ${BOMB_RATIO} times its size (and over 64 MiB), as no log does.`)
