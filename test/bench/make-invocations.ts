// Writes Bedrock model invocation logs of lines of one length: one plain file, or gzipped objects. Every third call is of Converse,
// every sixth a streamed one; all say who asked in tags.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { idOf, oneOf, prose, seeded, upTo, uuidOf } from './seeded.ts'

const MODELS = [
  'us.anthropic.claude-opus-4-5-20251101-v1:0', 'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-haiku-4-5-20251001-v1:0',
] as const
const SURFACES = ['search', 'support-bot', 'docs', 'triage'] as const
const BODY = prose(seeded(3), 1 << 20)

export interface Shape { lines: number; lineBytes: number; objects: number }

/** `objects` 0: one plain file. */
export function makeInvocations(folder: string, { lines, lineBytes, objects }: Shape): void {
  mkdirSync(folder, { recursive: true })
  const random = seeded(4)
  const next = (at: number) => invocation(random, at, lineBytes)
  if (objects === 0) return writePlain(join(folder, 'invocations.json'), lines, next)
  const each = Math.ceil(lines / objects)
  for (let object = 0, at = 0; object < objects; object += 1) {
    let text = ''
    for (const end = Math.min(at + each, lines); at < end; at += 1) text += next(at)
    writeFileSync(join(folder, `object-${String(object).padStart(5, '0')}.json.gz`), gzipSync(text))
  }
}

function writePlain(path: string, lines: number, next: (at: number) => string): void {
  const file = openSync(path, 'w')
  let text = ''
  for (let at = 0; at < lines; at += 1) {
    text += next(at)
    if (text.length < 4e6) continue
    writeSync(file, text)
    text = ''
  }
  writeSync(file, text)
  closeSync(file)
}

/** Made longer until the line has its length, seven tenths in the prompt. */
interface Texts { prompt: string; reply: string }

function invocation(random: () => number, at: number, lineBytes: number): string {
  const call = callOf(random, at)
  const length = (texts: Texts) => Buffer.byteLength(JSON.stringify(call(texts))) + 1
  const left = Math.max(0, lineBytes - length({ prompt: '', reply: '' }))
  const from = upTo(random, BODY.length - left)
  // What is escaped, or takes several bytes, makes the line a little longer than was asked for.
  return `${JSON.stringify(call({ prompt: BODY.slice(from, from + Math.floor(left * 0.66)), reply: BODY.slice(from + Math.floor(left * 0.66), from + Math.floor(left * 0.94)) }))}\n`
}

function callOf(random: () => number, at: number) {
  const counts = { input: upTo(random, 3000), read: upTo(random, 20_000), written: upTo(random, 2000), output: 1 + upTo(random, 900) }
  const replyOf = [objectReply, converseReply, objectReply, streamedReply, converseReply, objectReply][at % 6] ?? objectReply
  const facts = {
    schemaType: 'ModelInvocationLog', schemaVersion: '1.0', timestamp: new Date(Date.UTC(2026, 8, 1) + ((at * 37_000) % (50 * 86_400_000))).toISOString(),
    accountId: '123456789012', identity: { arn: `arn:aws:sts::123456789012:assumed-role/service-${at % 20}/i-${idOf(random, 8)}` }, region: 'us-east-1', requestId: uuidOf(random),
  }
  const { operation, body } = replyOf(random, counts)
  const [modelId, tags] = [oneOf(random, MODELS), { surface: oneOf(random, SURFACES), user: `u${upTo(random, 5000)}` }]
  return ({ prompt, reply }: Texts) => ({
    ...facts, operation, modelId,
    input: {
      inputContentType: 'application/json', inputBodyJson: { anthropic_version: 'bedrock-2023-05-31', max_tokens: 1024, messages: [{ role: 'user', content: prompt }] },
      inputTokenCount: counts.input, cacheReadInputTokenCount: counts.read, cacheWriteInputTokenCount: counts.written,
    },
    output: { outputContentType: 'application/json', outputBodyJson: body(reply), outputTokenCount: counts.output },
    requestMetadata: tags,
  })
}

interface Counts { input: number; read: number; written: number; output: number }
interface Reply { operation: string; body(text: string): unknown }

const usageOf = ({ input, read, written, output }: Counts) => ({
  input_tokens: input, cache_creation_input_tokens: written, cache_read_input_tokens: read,
  cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 }, output_tokens: output,
})

function objectReply(random: () => number, counts: Counts): Reply {
  const message = { id: `msg_bdrk_01${idOf(random, 22)}`, type: 'message', role: 'assistant', model: 'claude-opus-4-5-20251101' }
  const stop = oneOf(random, ['end_turn', 'tool_use'])
  return { operation: 'InvokeModel', body: (text) => ({ ...message, content: [{ type: 'text', text }], stop_reason: stop, usage: usageOf(counts) }) }
}

function converseReply(random: () => number, { input, read, written, output }: Counts): Reply {
  const facts = { stopReason: oneOf(random, ['end_turn', 'tool_use']), metrics: { latencyMs: 200 + upTo(random, 9000) } }
  const usage = {
    inputTokens: input, outputTokens: output, totalTokens: input + read + written + output, cacheReadInputTokens: read, cacheWriteInputTokens: written,
    cacheDetails: [{ ttl: '5m', inputTokens: written }], serverToolUsage: {},
  }
  return { operation: oneOf(random, ['Converse', 'ConverseStream']), body: (text) => ({ output: { message: { role: 'assistant', content: [{ text }] } }, ...facts, usage }) }
}

/** Its text in as many events as it has 120 characters. */
function streamedReply(random: () => number, counts: Counts): Reply {
  const start = { type: 'message_start', message: { id: `msg_bdrk_01${idOf(random, 22)}`, model: 'claude-opus-4-5-20251101', usage: { ...usageOf(counts), output_tokens: 1 } } }
  const end = [{ type: 'content_block_stop', index: 0 }, { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: counts.output } }, { type: 'message_stop' }]
  const deltas = (text: string) => (text.match(/[^]{1,120}/g) ?? []).map((part) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: part } }))
  return { operation: 'InvokeModelWithResponseStream', body: (text) => [start, { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }, ...deltas(text), ...end] }
}
