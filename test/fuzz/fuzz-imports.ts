// Spoils whole files, packs them in ways files come, and imports them: through decoding, identification, cutting and the ledger.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { openLedger } from '../../db/open-ledger.ts'
import { createBackend } from '../../src/api/backend/create-backend.ts'
import type { Job } from '../../src/api/contract/shapes.ts'
import type { LogSource } from '../../src/importers/importer.ts'
import { mutateBytes, type Random } from './mutate.ts'

const FIXTURES = join(import.meta.dirname, '..', 'fixtures')
const BATCH = 40

export interface ImportFuzz { files: number; entries: number; faults: string[] }

/** Imports `files` spoiled files into the ledger at `ledgerPath`, some at a time. */
export async function fuzzImports(ledgerPath: string, { files, random }: { files: number; random: Random }): Promise<ImportFuzz> {
  const originals = fixtureFiles()
  const faults: string[] = []
  let entries = 0
  const backend = createBackend({ ledgerPath, version: 'fuzz' })
  let last: Job | null = null
  backend.onEvent((event) => {
    if (event.type === 'job') last = event.job
  })
  for (let done = 0; done < files; done += BATCH) {
    const sources = Array.from({ length: BATCH }, (_, at) => spoiledFile(originals, random, done + at))
    await backend.startImport({ label: `files from ${done}`, sources, sourcesTotal: BATCH, bytesTotal: null }).done
    faults.push(...faultsOfJob(last))
    entries += jobOf(last)?.tally.entries ?? 0
  }
  const reply = await backend.call('usage.totals', { filters: ALL, by: ['day', 'model', 'importer'] })
  if (!reply.ok) faults.push(`totals: ${reply.problem.code}`)
  await backend.close()
  const ledger = openLedger(ledgerPath)
  if (!ledger.usage.rollupIsExact()) faults.push('the rollup is not what a recount gives')
  ledger.close()
  return { files, entries, faults }
}

const ALL = { from: null, to: null, tz: 'UTC', basis: null, platforms: [], surfaces: [], models: [], routes: [] }

const jobOf = (job: Job | null): Job | null => job

function* faultsOfJob(job: Job | null): Generator<string> {
  if (job === null) return yield 'no job was told of'
  if (job.state !== 'done') yield `${job.label} ended ${job.state}: ${job.problem?.code ?? 'without a reason'}`
  const { entries, accepted, duplicates, ignored, rejected } = job.tally
  if (accepted + duplicates + ignored + rejected !== entries) yield `${job.label}: the tally does not add up`
  if (job.sourcesDone !== BATCH) yield `${job.label}: ${job.sourcesDone} of ${BATCH} sources done`
}

function fixtureFiles(): { name: string; bytes: Buffer }[] {
  return readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).toSorted()
    .filter((name) => !name.endsWith('.expected.json') && statSync(join(FIXTURES, name)).isFile())
    .map((name) => ({ name, bytes: readFileSync(join(FIXTURES, name)) }))
}

function spoiledFile(originals: readonly { name: string; bytes: Buffer }[], random: Random, number: number): LogSource {
  const { name = 'none', bytes: original = Buffer.alloc(0) } = originals[Math.floor(random() * originals.length)] ?? {}
  let bytes: Buffer = original
  for (let times = 1 + Math.floor(random() * 3); times > 0; times -= 1) bytes = mutateBytes(bytes, random)
  bytes = packed(bytes, random)
  return {
    name: `${number} ${name}`, size: bytes.length, modifiedAtMs: Date.UTC(2026, 10, 1),
    async *open(from = 0) {
      yield bytes.subarray(from)
    },
  }
}

/** As it is, with marks and line ends of other systems, or compressed and cut off or damaged there too. */
function packed(bytes: Buffer, random: Random): Buffer {
  const chance = random()
  if (chance < 0.6) return bytes
  if (chance < 0.68) return Buffer.concat([Buffer.from('\ufeff'), bytes])
  if (chance < 0.74) return Buffer.from(bytes.toString('utf8').replaceAll('\n', '\r\n'))
  if (chance < 0.78) return Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le')
  const pack = chance < 0.9 ? gzipSync(bytes) : Buffer.from(zipSync({ 'a.jsonl': bytes, 'b/c.json': bytes }))
  return random() < 0.5 ? pack : mutateBytes(pack, random)
}
