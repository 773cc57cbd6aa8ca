// Uploads as sources: one open import takes files one after the other, straight from the request, never through a disk.
import type { IncomingMessage } from 'node:http'
import type { ImportRequest } from '../api/backend/backend.ts'
import type { LogSource } from '../importers/importer.ts'

/** An import whose page went away is closed, so that the next one can run. */
const IDLE_LIMIT_MS = 60_000

export interface UploadedFile {
  name: string
  size: number | null
  modifiedAtMs: number | null
}

interface Waiting {
  source: LogSource
  /** True when the reader has moved on: read to its end, given up, or recognised without being read. */
  done(taken: boolean): void
}

/** The sources of one import, handed over one at a time. */
export class UploadQueue {
  readonly #waiting: Waiting[] = []
  #wake = () => {}
  #closed = false
  #idle: NodeJS.Timeout | undefined

  constructor() {
    this.#watch()
  }

  /** Resolves to true when the file was taken, to false when the import takes no more. */
  async add(file: UploadedFile, body: IncomingMessage): Promise<boolean> {
    if (this.#closed) return false
    clearTimeout(this.#idle)
    const taken = await new Promise<boolean>((resolve) => {
      this.#waiting.push({ source: { ...file, open: (from) => bytesOf(body, from ?? 0) }, done: resolve })
      // Nothing more comes of a body that broke off; its reader hears of it too.
      body.once('close', () => {
        if (!body.complete) resolve(false)
      })
      this.#wake()
    })
    this.#watch()
    return taken
  }

  /** No more files: the import ends after those that wait. */
  close(): void {
    clearTimeout(this.#idle)
    this.#closed = true
    this.#wake()
  }

  /** The import has ended: those that wait are not read. */
  end(): void {
    this.close()
    for (const left of this.#waiting.splice(0)) left.done(false)
  }

  async *sources(): AsyncGenerator<LogSource> {
    try {
      for (;;) {
        const next = this.#waiting[0]
        if (next !== undefined) {
          yield next.source
          this.#waiting.shift()
          next.done(true)
        } else if (this.#closed) return
        else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve
          })
        }
      }
    } finally {
      this.end()
    }
  }

  #watch(): void {
    clearTimeout(this.#idle)
    if (!this.#closed) this.#idle = setTimeout(() => this.close(), IDLE_LIMIT_MS).unref()
  }
}

async function* bytesOf(body: IncomingMessage, from: number): AsyncGenerator<Uint8Array> {
  let toSkip = from
  // Leaving the loop early must not end the connection: the answer still has to go out on it.
  for await (const part of body.iterator({ destroyOnReturn: false })) {
    if (!(part instanceof Uint8Array)) continue
    const skipped = Math.min(toSkip, part.length)
    toSkip -= skipped
    if (skipped < part.length) yield part.subarray(skipped)
  }
  if (!body.complete) throw new Error('The upload broke off.')
}

/** What the page says about an import before its files; anything malformed is left out. */
export function uploadRequest(described: unknown, queue: UploadQueue): ImportRequest {
  const said = typeof described === 'object' && described !== null ? described : {}
  return {
    label: 'label' in said && typeof said.label === 'string' ? said.label.slice(0, 200) : 'Upload',
    sources: queue.sources(),
    sourcesTotal: 'files' in said ? wholeNumber(said.files) : null,
    bytesTotal: 'bytes' in said ? wholeNumber(said.bytes) : null,
  }
}

/** A file's name is a label only; it opens nothing. */
export function uploadedFile(query: URLSearchParams): UploadedFile {
  return {
    name: (query.get('name') ?? 'upload').slice(0, 1000),
    size: wholeNumber(Number(query.get('size') ?? Number.NaN)),
    modifiedAtMs: wholeNumber(Number(query.get('modified') ?? Number.NaN)),
  }
}

function wholeNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}
