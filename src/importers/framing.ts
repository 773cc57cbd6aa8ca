// Picks the cutter for an importer's framing. Owns nothing else.
import { CsvCutter } from './csv-rows.ts'
import type { Cutter, CutterParts } from './cutter.ts'
import type { Framing } from './importer.ts'
import { LineCutter } from './lines.ts'
import { LinkedLineCutter } from './linked-lines.ts'
import { ValueCutter } from './values.ts'

export function cutterFor(framing: Framing, parts: CutterParts): Cutter {
  if (framing.kind === 'lines') return new LineCutter(parts)
  if (framing.kind === 'linked-lines') return new LinkedLineCutter(parts)
  if (framing.kind === 'csv') return new CsvCutter(parts)
  return new ValueCutter(framing.path, parts)
}
