// No prompt or completion text is ever stored: imports every fixture and every body with a canary, then looks into the file.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sourcesFromPaths } from '../../src/api/backend/files.ts'
import { BEDROCK_LOG, CANARY, bedrockLine, DIRECT_LOG, lines } from './logs.ts'
import { openTestBackend } from './test-backend.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-ledger-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Ways in which a line can be wrong, each with text where a parser might quote it. */
const WRONG = lines(
  bedrockLine({ requestId: 'wrong-1', input: 5 }).replace('"inputTokenCount":5', `"inputTokenCount":"${CANARY}"`),
  bedrockLine({ requestId: 'wrong-2', input: 5 }).replace('"inputTokenCount":5', `"inputTokenCount":5 ${CANARY}`),
  `{"schemaType":"ModelInvocationLog","input":{"inputBodyJson":"${CANARY}`,
  `{"${CANARY}":1}`,
  CANARY,
)

test('the ledger, its reports and its events hold no body text', async () => {
  const path = join(folder, 'usage.ledger')
  const { backend, client, importTexts } = openTestBackend(path)
  const told: string[] = []
  backend.onEvent((event) => told.push(JSON.stringify(event)))
  const id = await importTexts({ 'bedrock.json': BEDROCK_LOG + WRONG, 'direct.jsonl': DIRECT_LOG + WRONG })
  const [fixtures] = await sourcesFromPaths([join(import.meta.dirname, '..', 'fixtures')])
  if (fixtures !== undefined) await backend.startImport(fixtures).done
  told.push(JSON.stringify(await client.call('imports.report', { id })))
  told.push(JSON.stringify(await client.call('imports.rejections', { id, offset: 0, limit: 100 })))
  expect((await client.call('ledger.status', {})).requests).toBeGreaterThan(4)
  await backend.close()
  expect(told.join('\n')).not.toContain(CANARY)
  const files = readdirSync(folder)
  expect(files.length).toBeGreaterThan(0)
  expect(files.filter((name) => readFileSync(join(folder, name)).includes(CANARY))).toEqual([])
})
