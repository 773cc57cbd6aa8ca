// Logs for the runs that are killed: two folders of the same requests, the second with better records of half of them.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seeded, upTo } from '../bench/seeded.ts'

export interface LogSize { files: number; linesAFile: number }

const MODELS = ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5']
const START_MS = Date.UTC(2026, 9, 1)

/** Writes the folders `first` and `second` below `root`. */
export function writeLogs(root: string, { files, linesAFile }: LogSize): void {
  const random = seeded(7)
  for (const folder of ['first', 'second']) {
    mkdirSync(join(root, folder), { recursive: true })
    for (let file = 0; file < files; file += 1) {
      const lines = Array.from({ length: linesAFile }, (_, line) => lineOf({ folder, request: file * linesAFile + line, random }))
      writeFileSync(join(root, folder, `app-${file}.jsonl`), `${lines.join('\n')}\n`)
    }
  }
}

/** Every third request of the second folder is one the first does not have; half of the others say more than the first. */
function lineOf({ folder, request, random }: { folder: string; request: number; random: () => number }): string {
  const isSecond = folder === 'second'
  const id = isSecond && request % 3 === 0 ? `msg_second_${request}` : `msg_${request}`
  const output = 20 + (request % 500) + (isSecond && request % 2 === 0 ? 1000 : 0)
  return JSON.stringify({
    timestamp: new Date(START_MS + request * 9000).toISOString(),
    response: {
      id, type: 'message', role: 'assistant', model: MODELS[request % MODELS.length],
      content: [{ type: 'text', text: 'x'.repeat(upTo(random, 200)) }], stop_reason: 'end_turn',
      usage: { input_tokens: 10 + request % 900, cache_read_input_tokens: request % 7000, output_tokens: output },
    },
  })
}
