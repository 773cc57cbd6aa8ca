// A backend that answers with what it was asked and reads every source it is given. For the shells' tests.
import type { Backend, ImportRequest } from '../../src/api/backend/backend.ts'
import type { LedgerEvent } from '../../src/api/contract/contract.ts'

export interface ReadSource {
  name: string
  size: number | null
  modifiedAtMs: number | null
  text: string
}

export interface FakeBackend extends Backend {
  read: ReadSource[]
  requests: ImportRequest[]
  emit(event: LedgerEvent): void
  /** Ends the import being read, as a cancel does. */
  cancel(): void
}

export function fakeBackend(options: { readOnlyFirstBytes?: boolean } = {}): FakeBackend {
  const listeners = new Set<(event: LedgerEvent) => void>()
  const read: ReadSource[] = []
  const requests: ImportRequest[] = []
  let cancelled = false

  async function consume(request: ImportRequest): Promise<number> {
    for await (const source of request.sources) {
      const parts: Uint8Array[] = []
      for await (const part of source.open()) {
        parts.push(part)
        if (options.readOnlyFirstBytes === true) break
      }
      read.push({ name: source.name, size: source.size, modifiedAtMs: source.modifiedAtMs, text: Buffer.concat(parts).toString('utf8') })
      if (cancelled) break
    }
    return requests.length
  }

  return {
    read,
    requests,
    call: async (method, input) => ({ ok: true, value: { method, input } }),
    startImport(request) {
      requests.push(request)
      return { jobId: `job-${requests.length}`, done: consume(request) }
    },
    remembered: () => undefined,
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    emit: (event) => {
      for (const listener of listeners) listener(event)
    },
    cancel: () => {
      cancelled = true
    },
    prepare: async () => {},
    close: async () => {},
  }
}
