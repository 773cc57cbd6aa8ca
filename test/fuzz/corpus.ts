// The entries of an importer's fixtures, as the app cuts them: what mutations start from.
import { createReadStream, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Framing, Importer, SourceHead } from '../../src/importers/importer.ts'
import { readSource } from '../../src/importers/read-source.ts'

const FIXTURES = join(import.meta.dirname, '..', 'fixtures')

export type Entry = { kind: 'bytes'; bytes: Buffer } | { kind: 'row'; cells: Readonly<Record<string, string>> }

/** Entries of one source that one reader gets in order, with how it was cut. */
export interface Sample { name: string; framing: Framing; entries: Entry[] }

export async function corpusOf(importer: Importer): Promise<Sample[]> {
  const folder = join(FIXTURES, importer.id)
  const files = readdirSync(folder).filter((name) => !name.endsWith('.expected.json')).toSorted()
  const samples = await Promise.all(files.map((name) => sampleOf(importer, join(folder, name), name)))
  return samples.filter(({ entries }) => entries.length > 0)
}

async function sampleOf(importer: Importer, path: string, name: string): Promise<Sample> {
  const entries: Entry[] = []
  let framing: Framing = { kind: 'lines' }
  const listening: Importer = {
    ...importer,
    identify(head: SourceHead) {
      const claim = importer.identify(head)
      if (claim !== null) framing = claim.framing
      return claim
    },
    read: () => ({
      // A copy: the bytes are valid during the call only.
      entry: (bytes) => void entries.push({ kind: 'bytes', bytes: Buffer.from(bytes) }),
      row: (cells) => void entries.push({ kind: 'row', cells: { ...cells } }),
      end: () => {},
    }),
  }
  await readSource({
    source: { name, path, size: null, modifiedAtMs: null, open: () => createReadStream(path) },
    options: { platform: null, route: null, tagKeys: ['surface', 'team'], sourceName: name },
    importers: [listening],
    onBatch: () => {},
  })
  return { name, framing, entries }
}
