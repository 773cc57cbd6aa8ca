// A real backend on a ledger in memory, with sources made of text. The clock stands still where a test asks for it.
import { createBackend } from '../../src/api/backend/create-backend.ts'
import { createClient, type Client } from '../../src/api/client.ts'
import type { Backend } from '../../src/api/backend/backend.ts'
import type { Filters } from '../../src/api/contract/shapes.ts'
import type { LogSource } from '../../src/importers/importer.ts'

export interface TestBackend {
  backend: Backend
  client: Client
  /** Reads the texts as the sources of one import; resolves to its id. */
  importTexts(sources: Readonly<Record<string, string>>, label?: string): Promise<number>
}

/** Noon of the day after the test logs end. */
export const NOW_MS = Date.parse('2026-11-05T12:00:00Z')

export function openTestBackend(ledgerPath = ':memory:', nowMs = NOW_MS): TestBackend {
  const backend = createBackend({ ledgerPath, version: '0.0.0-test', now: () => nowMs })
  return {
    backend,
    client: createClient(backend),
    importTexts: (sources, label = 'logs') => backend.startImport({
      label, sources: Object.entries(sources).map(([name, text]) => textSource(name, text)), sourcesTotal: Object.keys(sources).length, bytesTotal: null,
    }).done,
  }
}

export function textSource(name: string, text: string): LogSource {
  const bytes = Buffer.from(text)
  return {
    name, size: bytes.length, modifiedAtMs: NOW_MS,
    async *open(from = 0) {
      yield bytes.subarray(from)
    },
  }
}

export const EVERYTHING: Filters = { from: null, to: null, tz: 'UTC', basis: null, platforms: [], surfaces: [], models: [], routes: [] }

/** Pico-USD of micro-USD, as the contract writes it. */
export const micro = (microUsd: number): string => `${microUsd}000000`
