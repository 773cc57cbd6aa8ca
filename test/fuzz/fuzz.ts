// Feeds importers with spoiled entries of their own fixtures, and counts what must never be.
import type { Importer } from '../../src/importers/importer.ts'
import { allTokens, faultsOf } from './check.ts'
import type { Entry, Sample } from './corpus.ts'
import { mutate, NO_COUNTS, tokenCounts, withText, type Random } from './mutate.ts'

export interface Finding { importer: string; sample: string; fault: string }

export interface FuzzResult { records: number; findings: Finding[] }

/** Spoils entries until `records` of them were fed. Some stay as they are, so that spoiled ones stand among sound ones. */
export function fuzzEntries(importer: Importer, samples: readonly Sample[], { records, random }: { records: number; random: Random }): FuzzResult {
  const findings: Finding[] = []
  let fed = 0
  while (fed < records && findings.length < 20) {
    const sample = samples[Math.floor(random() * samples.length)]
    if (sample === undefined) break
    const entries = spoiled(sample, random)
    fed += entries.length
    for (const fault of faultsOf(importer, entries).faults) findings.push({ importer: importer.id, sample: sample.name, fault })
  }
  return { records: fed, findings }
}

/** The sample's entries, some left out, repeated, exchanged or spoiled. */
function spoiled({ entries }: Sample, random: Random): Entry[] {
  const result: Entry[] = []
  for (const entry of entries) {
    const chance = random()
    if (chance < 0.03) continue
    if (chance < 0.06) result.push(entry)
    result.push(chance < 0.8 ? mutate(entry, random) : entry)
    if (chance > 0.97) result.splice(Math.floor(random() * result.length), 0, entry)
  }
  return result
}

/**
 * Puts what is no count of tokens in the place of each count: the entry is rejected, or nothing of it is missing (a field
 * that is not counted). Never fewer tokens without a word.
 */
export function fuzzCounts(importer: Importer, samples: readonly Sample[]): FuzzResult {
  const findings: Finding[] = []
  let records = 0
  for (const sample of samples) {
    const before = faultsOf(importer, sample.entries).seen
    if (before === null) continue
    const [sound, rejected] = [allTokens(before.records), before.rejected.length]
    for (const [at, entry] of sample.entries.entries()) {
      if (entry.kind !== 'bytes') continue
      for (const place of tokenCounts(entry.bytes)) {
        for (const by of NO_COUNTS) {
          records += 1
          const entries = sample.entries.with(at, { kind: 'bytes', bytes: withText(entry.bytes, place, by) })
          const { seen } = faultsOf(importer, entries)
          if (seen === null || (seen.rejected.length <= rejected && allTokens(seen.records) < sound)) {
            findings.push({ importer: importer.id, sample: `${sample.name}, entry ${at + 1}`, fault: `${place.key} as ${by} is read as less` })
          }
        }
      }
    }
  }
  return { records, findings }
}
