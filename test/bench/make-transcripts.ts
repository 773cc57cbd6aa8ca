// Writes Claude Code transcripts as folders of a year hold them: half the files under 105 KB, a few of many megabytes (at
// 1 GiB: 2,500 files, the largest 87 MB), two of five usage lines repeated, in the layouts of several versions.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { idOf, oneOf, prose, seeded, upTo, uuidOf } from './seeded.ts'

const MODELS = ['claude-opus-4-5-20251101', 'claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001'] as const
const BODY = prose(seeded(1), 1 << 20)

const FILES_A_GIB = 2500
const MEDIAN_BYTES = 105e3
const LARGEST_BYTES_A_GIB = 87e6
/** Of the logarithm of a file's size: with it the files of a GiB come to a GiB. */
const SPREAD = 1.6

/** Returns the number of files. */
export function makeTranscripts(folder: string, mebibytes: number): number {
  // Apart from what is in them, so that more in a line changes no file's size. With this seed they come to a GiB.
  const [sizes, random] = [seeded(10), seeded(2)]
  const part = mebibytes / 1024
  const files = Math.max(1, Math.round(FILES_A_GIB * part))
  for (let file = 0; file < files; file += 1) {
    const inside = join(folder, 'projects', `-home-dev-p${file % 40}`)
    mkdirSync(inside, { recursive: true })
    const drawn = MEDIAN_BYTES * Math.exp(SPREAD * normal(sizes))
    const length = file === Math.floor(files / 2) ? LARGEST_BYTES_A_GIB * part : Math.min(drawn, LARGEST_BYTES_A_GIB * part)
    writeFileSync(join(inside, `session-${file}.jsonl`), transcript(random, { file, length }))
  }
  return files
}

/** Box and Muller's way to normally distributed numbers. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/**
 * What all lines of a session have. A tenth are of sub-agents, a third are of a version that lists a reply's runs, half name the prompt,
 * a tenth are so old that they carry a cost.
 */
function sessionOf(random: () => number, file: number) {
  return {
    model: oneOf(random, MODELS), listsRuns: random() < 1 / 3, namesPrompts: random() < 1 / 2, tellsCost: random() < 0.1, startMs: Date.UTC(2026, 9, 1 + upTo(random, 50), 8, upTo(random, 600)),
    place: {
      isSidechain: random() < 0.1, userType: 'external', cwd: `/home/dev/p${file % 40}`, sessionId: uuidOf(random), version: `2.1.${300 + upTo(random, 30)}`,
      gitBranch: 'main',
    },
  }
}

type Session = ReturnType<typeof sessionOf>
interface Turn { atMs: number; parent: string | null; promptId: string }

/** The others go on with the prompt before them: a tool's result is the next turn. */
const TURNS_WITH_A_PROMPT = 0.15

function transcript(random: () => number, { file, length }: { file: number; length: number }): string {
  const session = sessionOf(random, file)
  const lines = [JSON.stringify({ type: 'summary', summary: body(random, 60), leafUuid: uuidOf(random) })]
  for (let size = 0, atMs = session.startMs, parent: string | null = null, promptId = uuidOf(random); size < length; atMs += upTo(random, 40_000)) {
    if (random() < TURNS_WITH_A_PROMPT) promptId = uuidOf(random)
    for (const line of turn(random, session, { atMs, parent, promptId })) {
      parent = line.uuid
      size += lines.push(JSON.stringify(line)) && (lines.at(-1)?.length ?? 0) + 1
    }
  }
  return `${lines.join('\n')}\n`
}

/** A tool's result, and the reply to it: a line a content block, with the usage again in each. */
function turn(random: () => number, { place, model, listsRuns, namesPrompts, tellsCost }: Session, { atMs, parent, promptId }: Turn) {
  const prompt = namesPrompts ? { promptId } : {}
  const cost = () => (tellsCost ? { costUSD: upTo(random, 1e6) / 1e7 } : {})
  const asked = {
    parentUuid: parent, ...place, ...prompt, type: 'user', message: { role: 'user', content: [{ tool_use_id: `toolu_${idOf(random, 24)}`, type: 'tool_result', content: body(random, 1500) }] },
    uuid: uuidOf(random), timestamp: new Date(atMs).toISOString(), toolUseResult: { stdout: body(random, 1500), stderr: '', interrupted: false },
  }
  const [id, requestId, usage] = [`msg_01${idOf(random, 22)}`, `req_011${idOf(random, 21)}`, usageOf(random, listsRuns)]
  const repeats = 1 + (random() < 0.45 ? 1 : 0) + (random() < 0.2 ? 1 : 0)
  let before = asked.uuid
  const answered = Array.from({ length: repeats }, (_, block) => {
    const line = {
      parentUuid: before, ...place, ...prompt, ...cost(), type: 'assistant', requestId, uuid: uuidOf(random), timestamp: new Date(atMs + 1000 + block).toISOString(),
      message: {
        model, id, type: 'message', role: 'assistant', content: [blockOf(random)], stop_reason: block === repeats - 1 ? 'tool_use' : null, stop_sequence: null, usage,
      },
    }
    before = line.uuid
    return line
  })
  return [asked, ...answered]
}

function blockOf(random: () => number) {
  const kind = random()
  if (kind < 0.3) return { type: 'thinking', thinking: body(random, 1200), signature: idOf(random, 200) }
  if (kind < 0.6) return { type: 'text', text: body(random, 1200) }
  return { type: 'tool_use', id: `toolu_${idOf(random, 24)}`, name: 'Edit', input: { file_path: '/home/dev/a.ts', old_string: body(random, 600), new_string: body(random, 600) } }
}

function usageOf(random: () => number, listsRuns: boolean) {
  const counts = { input_tokens: upTo(random, 50), output_tokens: 2 + upTo(random, 900), cache_read_input_tokens: upTo(random, 80_000), cache_creation_input_tokens: upTo(random, 3000) }
  const split = { cache_creation: { ephemeral_5m_input_tokens: counts.cache_creation_input_tokens, ephemeral_1h_input_tokens: 0 } }
  const usage = { ...counts, ...split, service_tier: 'standard', inference_geo: 'not_available' }
  if (!listsRuns) return usage
  return { ...usage, server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 }, iterations: [{ type: 'message', ...counts, ...split }], speed: 'standard' }
}

function body(random: () => number, longest: number): string {
  const from = upTo(random, BODY.length - longest)
  return BODY.slice(from, from + upTo(random, longest))
}
