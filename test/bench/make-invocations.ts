// Writes Bedrock model invocation logs of lines of one length: one plain file, or gzipped objects.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { prose, seeded, upTo } from './seeded.ts'

const MODELS = [
  'us.anthropic.claude-opus-4-5-20251101-v1:0', 'global.anthropic.claude-sonnet-4-5-20250929-v1:0', 'anthropic.claude-3-haiku-20240307-v1:0',
]
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

function invocation(random: () => number, at: number, lineBytes: number): string {
  const message = { role: 'user', content: '' }
  const block = { type: 'text', text: '' }
  const record = {
    schemaType: 'ModelInvocationLog', schemaVersion: '1.0', timestamp: new Date(Date.UTC(2026, 8, 1) + ((at * 37_000) % (50 * 86_400_000))).toISOString(),
    accountId: '123456789012', identity: { arn: `arn:aws:sts::123456789012:assumed-role/service-${at % 20}/s${at}` }, region: 'us-east-1',
    requestId: `${((at * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')}-0000-4000-8000-${at.toString(16).padStart(12, '0')}`,
    operation: 'InvokeModel', modelId: MODELS[at % 3],
    input: {
      inputContentType: 'application/json', inputBodyJson: { anthropic_version: 'bedrock-2023-05-31', max_tokens: 1024, messages: [message] },
      inputTokenCount: upTo(random, 3000), cacheReadInputTokenCount: upTo(random, 20_000), cacheWriteInputTokenCount: 0,
    },
    output: {
      outputContentType: 'application/json', outputTokenCount: 1 + upTo(random, 900),
      outputBodyJson: { id: `msg_bdrk_${at}`, type: 'message', role: 'assistant', content: [block], stop_reason: 'end_turn', usage: { input_tokens: 1, output_tokens: 5 } },
    },
  }
  const left = Math.max(0, lineBytes - 1 - JSON.stringify(record).length)
  const from = upTo(random, BODY.length - left)
  message.content = BODY.slice(from, from + Math.floor(left * 0.7))
  block.text = BODY.slice(from + Math.floor(left * 0.7), from + left)
  return `${JSON.stringify(record)}\n`
}
