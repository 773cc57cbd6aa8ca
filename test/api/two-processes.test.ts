// Two processes on one ledger: each sees what the other wrote, unasked.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../cli/run-cli.ts'
import { writeLogs } from '../survival/logs.ts'
import { EVERYTHING, openTestBackend } from './test-backend.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'two-'))
  writeLogs(folder, { files: 4, linesAFile: 100 })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a window hears of an import of the command line, and both write to the same ledger at once', async () => {
  const db = join(folder, 'shared.ledger')
  const { backend, client, importTexts } = openTestBackend(db)
  const requests = async () => (await client.call('usage.totals', { filters: EVERYTHING, by: [] })).totals.requests
  expect(await requests()).toBe(0)
  const changed = new Promise<void>((resolve) => {
    const stop = backend.onEvent((event) => {
      if (event.type !== 'changed') return
      stop()
      resolve()
    })
  })
  expect(await runCli(['import', join(folder, 'first'), '--db', db])).toMatchObject({ status: 0 })
  await changed
  expect(await requests()).toBe(400)

  const line = JSON.stringify({ id: 'msg_here', type: 'message', model: 'claude-opus-5-5', usage: { input_tokens: 1, output_tokens: 1 } })
  const [there] = await Promise.all([
    runCli(['import', join(folder, 'second'), '--db', db]),
    importTexts({ 'here.jsonl': line }),
  ])
  expect(there).toMatchObject({ status: 0 })
  // A third of the second folder's requests are its own.
  expect(await requests()).toBe(400 + 134 + 1)
  const { imports } = await client.call('imports.list', {})
  expect(imports.map(({ state }) => state)).toEqual(['done', 'done', 'done'])
  await backend.close()
}, 60_000)
