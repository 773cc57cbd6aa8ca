// What the shells understand of a command line, and what they pass over.
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { startOptions } from '../../src/shell/start-options.ts'

const folder = resolve(import.meta.dirname, '..')

test('nothing asked', () => {
  expect(startOptions([], folder)).toEqual({ db: null, sample: false, port: 0, openBrowser: true, paths: [] })
})

test('a ledger, the sample, a port', () => {
  expect(startOptions(['--db', 'a.ledger', '--sample', '--port=8123', '--no-open'], folder)).toEqual({
    db: resolve(folder, 'a.ledger'), sample: true, port: 8123, openBrowser: false, paths: [],
  })
})

test('files to import must exist; switches of Chromium are passed over', () => {
  expect(startOptions(['--no-sandbox', '--lang=de', 'architecture.test.ts', 'not-there.jsonl'], folder).paths)
    .toEqual([resolve(folder, 'architecture.test.ts')])
})

test.each(['x', '-1', '70000', '1.5'])('port %s is no port: any free one is taken', (port) => {
  expect(startOptions([`--port=${port}`], folder).port).toBe(0)
})
