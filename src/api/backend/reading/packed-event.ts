// Events on their way between threads: as they are, but for their batches. Owns nothing else.
import { pack, unpack, type PackedBatch } from './packed-batch.ts'
import type { ReadingEvent } from './reading-event.ts'

export type PackedEvent = Exclude<ReadingEvent, { kind: 'batch' }> | { kind: 'packed'; batch: PackedBatch }

/** With the buffers that are to change hands. */
export function packEvents(events: readonly ReadingEvent[]): { packed: PackedEvent[]; buffers: ArrayBuffer[] } {
  const packed = events.map((event): PackedEvent => (event.kind === 'batch' ? { kind: 'packed', batch: pack(event.batch) } : event))
  return { packed, buffers: packed.flatMap((event) => (event.kind === 'packed' ? [event.batch.numbers.buffer] : [])) }
}

export function unpackEvents(packed: readonly PackedEvent[]): ReadingEvent[] {
  return packed.map((event) => (event.kind === 'packed' ? { kind: 'batch', batch: unpack(event.batch) } : event))
}
