// Batches as the ledger takes them in: in parts, between which calls are answered.
import { partsOf } from '../../../core/packed-records.ts'
import type { SourceBatch } from '../../../importers/batch-sink.ts'

/** `most()` records a part. What was found beside records goes with the first. */
export function* partsOfBatch(batch: SourceBatch, most: () => number): Generator<SourceBatch> {
  let rest = batch
  for (const records of partsOf(batch.records, most)) {
    yield { ...rest, records }
    rest = { records, ignored: new Map(), rejected: [] }
  }
}
