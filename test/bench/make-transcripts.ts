// Writes Claude Code transcripts as folders of a year hold them: half the files under 105 KB, a few of many megabytes (at
// 1 GiB: 2,500 files, the largest 87 MB), two of five usage lines repeated.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { prose, seeded, upTo } from './seeded.ts'

const MODELS = ['claude-opus-4-5-20251101', 'claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001']
const BODY = prose(seeded(1), 1 << 20)

const FILES_A_GIB = 2500
const MEDIAN_BYTES = 105e3
const LARGEST_BYTES_A_GIB = 87e6
/** Of the logarithm of a file's size: with it the files of a GiB come to a GiB. */
const SPREAD = 1.6

/** Returns the number of files. */
export function makeTranscripts(folder: string, mebibytes: number): number {
  const random = seeded(2)
  const part = mebibytes / 1024
  const files = Math.max(1, Math.round(FILES_A_GIB * part))
  for (let file = 0; file < files; file += 1) {
    const inside = join(folder, 'projects', `-home-dev-p${file % 40}`)
    mkdirSync(inside, { recursive: true })
    const drawn = MEDIAN_BYTES * Math.exp(SPREAD * normal(random))
    const length = file === Math.floor(files / 2) ? LARGEST_BYTES_A_GIB * part : Math.min(drawn, LARGEST_BYTES_A_GIB * part)
    writeFileSync(join(inside, `session-${file}.jsonl`), transcript(random, { file, length }))
  }
  return files
}

/** Box and Muller's way to normally distributed numbers. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

function transcript(random: () => number, { file, length }: { file: number; length: number }): string {
  const lines: string[] = []
  for (let size = 0, turn = 0; size < length; turn += 1) {
    const timestamp = new Date(Date.UTC(2026, 9, 1 + upTo(random, 50), 8, 0, turn)).toISOString()
    const place = { sessionId: `session-${file}`, timestamp, cwd: `/home/dev/p${file % 40}` }
    const asked = { type: 'user', uuid: `u${file}-${turn}`, ...place, message: { role: 'user', content: [{ type: 'tool_result', content: body(random, 3000) }] } }
    const usage = usageOf(random)
    const repeats = 1 + (random() < 0.45 ? 1 : 0) + (random() < 0.2 ? 1 : 0)
    const answered = Array.from({ length: repeats }, (_, block) => ({
      parentUuid: `u${file}-${turn}`, isSidechain: false, userType: 'external', version: '2.1.330', ...place, type: 'assistant',
      requestId: `req_${file}_${turn}`, uuid: `a${file}-${turn}-${block}`,
      message: {
        id: `msg_${file}_${turn}`, type: 'message', role: 'assistant', model: MODELS[file % 3],
        content: [{ type: 'text', text: body(random, 1200) }], stop_reason: null, usage,
      },
    }))
    for (const line of [asked, ...answered]) size += lines.push(JSON.stringify(line)) && (lines.at(-1)?.length ?? 0) + 1
  }
  return `${lines.join('\n')}\n`
}

function usageOf(random: () => number) {
  const written = upTo(random, 3000)
  return {
    input_tokens: upTo(random, 50), cache_creation_input_tokens: written, cache_read_input_tokens: upTo(random, 80_000),
    cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
    output_tokens: 2 + upTo(random, 900), service_tier: 'standard',
  }
}

function body(random: () => number, longest: number): string {
  const from = upTo(random, BODY.length - longest)
  return BODY.slice(from, from + upTo(random, longest))
}
