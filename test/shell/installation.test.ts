import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { installationName } from '../../src/shell/installation.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-ledger-name-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a name is made once and stays; another folder has another', () => {
  const name = installationName(join(folder, 'a'))
  expect(installationName(join(folder, 'a'))).toBe(name)
  expect(installationName(join(folder, 'b'))).not.toBe(name)
  expect(readdirSync(join(folder, 'a'))).toEqual(['installation'])
})

test('a damaged name is made anew; a folder that cannot be one still gives a name', () => {
  writeFileSync(join(folder, 'installation'), 'x')
  const name = installationName(folder)
  expect(installationName(folder)).toBe(name)
  writeFileSync(join(folder, 'file'), '')
  expect(installationName(join(folder, 'file'))).toMatch(/^[0-9a-f-]{36}$/)
})
