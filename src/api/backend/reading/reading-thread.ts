// The program of the reading thread: reads the files it is asked for and tells what it finds, never far ahead of who
// records it. Opens no ledger.
import { parentPort } from 'node:worker_threads'
import { Claims } from './claims.ts'
import { readBlocking, sourceOfFile } from '../files.ts'
import { Outbox } from './outbox.ts'
import type { ReadingEvent } from './reading-event.ts'
import { readToEvents } from './read-to-events.ts'
import { MESSAGES_AHEAD, type FileToRead, type FromThread, type ToThread } from './thread-messages.ts'

const port = parentPort
if (port === null) throw new Error('This program runs as a thread only')

const say = (message: FromThread, buffers: readonly ArrayBuffer[] = []) => port.postMessage(message, [...buffers])
let ahead = 0
let goOn: (() => void) | null = null

async function deliver(events: readonly ReadingEvent[]): Promise<void> {
  if (ahead >= MESSAGES_AHEAD) await new Promise<void>((resolve) => (goOn = resolve))
  ahead += 1
  say({ kind: 'told', events }, events.flatMap((event) => (event.kind === 'batch' ? [event.batch.records.numbers.buffer] : [])))
}

async function readFiles(files: readonly FileToRead[], claims: Claims): Promise<void> {
  const outbox = new Outbox<ReadingEvent>(deliver)
  const tell = (event: ReadingEvent) => outbox.tell(event)
  for (const [index, { facts, ...how }] of files.entries()) {
    if (claims.claim(index)) await readToEvents({ source: sourceOfFile(facts, readBlocking), ...how }, { tell })
    else await tell({ kind: 'elsewhere' })
  }
  await outbox.flush()
  say({ kind: 'read' })
}

port.on('message', (message: ToThread) => {
  // A fault ends the thread: whoever waits for it sees it end.
  if (message.kind === 'read') return void readFiles(message.files, new Claims(message.claims))
  ahead -= 1
  goOn?.()
})

say({ kind: 'ready' })
