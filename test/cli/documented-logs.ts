// The logs and files that docs/command-line.md works with: fourteen days, three surfaces, one entry that is rejected.
import { bedrockLine, directLine, lines } from '../api/logs.ts'

const DAYS = Array.from({ length: 14 }, (_, at) => at + 1)
const dateOf = (day: number) => `2026-11-${String(day).padStart(2, '0')}`
const calls = (day: number) => Array.from({ length: 1 + (day % 3) }, (_, at) => at)

const contracts = DAYS.flatMap((day) => calls(day).map((at) => bedrockLine({
  requestId: `b-${day}-${at}`, at: `${dateOf(day)}T08:0${at}:00Z`, surface: 'contracts', role: 'intake', modelId: 'eu.anthropic.claude-opus-5-5',
  input: 40_000 + 1000 * at, read: 20_000, write5m: 8000, output: 2000, latencyMs: 2100 + 300 * at,
})))
const voice = DAYS.flatMap((day) => calls(day).map((at) => directLine({
  id: `msg_${day}_${at}`, atMs: Date.parse(`${dateOf(day)}T09:0${at}:00Z`), surface: 'voice', model: 'claude-sonnet-5-5',
  input: 1200, read: 30_000 + 500 * day, write5m: 900, output: 400,
})))
const support = DAYS.map((day) => directLine({
  id: `msg_s_${day}`, atMs: Date.parse(`${dateOf(day)}T10:00:00Z`), surface: 'support-bot', model: 'claude-sonnet-4-6',
  input: 6000, read: 12_000, write5m: 1000, output: 900, searches: 1,
}))
const broken = bedrockLine({ requestId: 'bad', at: '2026-11-14T12:00:00Z', input: 5 }).replace('"inputTokenCount":5', '"inputTokenCount":-5')

/** By the names that the page uses. */
export const DOCUMENTED_FILES: Readonly<Record<string, string>> = {
  'bedrock.json': lines(...contracts, broken),
  'direct.jsonl': lines(...voice, ...support),
  'rules.json': JSON.stringify([{ surface: 'contract-intake', when: { principal: 'role/intake*' } }]),
  'scenario.json': JSON.stringify({
    name: 'Newer model, and voice in the EU', window: { from: '2026-11-01', to: '2026-11-14' }, horizonMonths: 12, growthPctPerMonth: 2,
    moves: [
      { surface: 'support-bot', modelMap: { 'claude-sonnet-4-6': 'claude-sonnet-5-5' } },
      { surface: 'voice', sharePct: 50, to: { platform: 'bedrock', route: 'geo-eu' }, oneOffUsd: '0.50' },
    ],
  }),
  'requirements.json': JSON.stringify([
    { surface: 'contracts', residency: 'eu', privateNetwork: 'aws', iam: 'aws' },
    { surface: 'voice', core: 'latency' },
    { surface: 'support-bot', bill: 'aws' },
  ]),
}
