// The Admin key is in no answer, event, log, error, label or byte of the ledger: pulls that succeed and fail with a key to
// look for, through the backend that the web page runs.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { contract } from '../../src/api/contract/contract.ts'
import { ADMIN_KEY } from '../pull/fake-admin.ts'
import { ANTHROPIC, PullBench } from './pull-bench.ts'

let bench: PullBench
const told: string[] = []

beforeEach(async () => {
  told.length = 0
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      told.push(String(text))
      return true
    })
  }
  for (const name of ['log', 'error', 'warn', 'info'] as const) vi.spyOn(console, name).mockImplementation((...texts) => void told.push(texts.join(' ')))
  bench = new PullBench()
  await bench.start()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await bench.stop()
})

const call = async (method: string, input: unknown) => told.push(JSON.stringify(await bench.backend.call(method, input)))

test('what is told and stored of a run with an Admin key holds no piece of it but its last four characters', async () => {
  await call('pulls.setAdminKey', { key: `${ADMIN_KEY} and more`, keep: 'this-run' })
  await call('pulls.setAdminKey', { key: ADMIN_KEY, keep: 'keychain' })
  await call('pulls.setAdminKey', { key: ADMIN_KEY, keep: 'this-run' })
  await call('pulls.state', {})
  for (const refusal of [null, { status: 401 }, { status: 403 }, { status: 418 }]) {
    bench.nowMs += 1
    if (refusal !== null) bench.admin.refusals = [refusal]
    await call('pulls.start', { request: ANTHROPIC })
    const { lastImportId } = await bench.ended('anthropic')
    await call('imports.report', { id: lastImportId })
  }
  await call('pulls.setSchedule', { kind: 'anthropic', every: 'hourly', request: ANTHROPIC, agreedCost: null })
  bench.pass(3_600_000)
  await bench.ended('anthropic')
  for (const method of Object.keys(contract)) await call(method, {})
  expect(bench.admin.asked.at(-1)?.headers['x-api-key']).toBe(ADMIN_KEY)
  expect(told.join('\n')).toContain('"ending":"6789"')
  // While it is open: the ledger, its write-ahead log and its index.
  const files = readdirSync(bench.folder)
  expect(files).toEqual(expect.arrayContaining(['test.ledger', 'test.ledger-wal']))
  told.push(...files.map((name) => readFileSync(join(bench.folder, name), 'latin1')), JSON.stringify(bench.events))
  await bench.close()
  told.push(...readdirSync(bench.folder).map((name) => readFileSync(join(bench.folder, name), 'latin1')))
  expect(told.length).toBeGreaterThan(40)
  expect(told.findIndex((text) => text.includes('canary') || text.includes(ADMIN_KEY.slice(0, -6)))).toBe(-1)
})

test('a key is told to be kept for this run only, and is gone in the next', async () => {
  await bench.useKey()
  expect((await bench.client.call('pulls.state', {})).adminKey).toEqual({ held: 'this-run', keychain: 'unavailable', ending: '6789' })
  await bench.close()
  bench.open()
  expect((await bench.client.call('pulls.state', {})).adminKey.held).toBe('none')
})
