// Files read ahead in the backend: each file is read once, by who claims it first, and told in the order of the files.
import { describe, expect, test } from 'vitest'
import { Claims } from '../../src/api/backend/reading/claims.ts'
import { FilesAhead } from '../../src/api/backend/reading/files-ahead.ts'
import type { ToRead } from '../../src/api/backend/reading/read-to-events.ts'
import { bedrockLine } from './logs.ts'
import { textSource } from './test-backend.ts'

const OPTIONS = { platform: null, route: null, tagKeys: [] }
const small = (name: string): ToRead => ({ source: textSource(name, `${bedrockLine({ requestId: name })}\n`), grownSince: null, options: OPTIONS })
const large = (name: string): ToRead => ({ ...small(name), source: { ...small(name).source, size: 2 ** 20 } })
const aheadOf = (files: readonly ToRead[], claims = Claims.of(files.length), signal = new AbortController().signal) => ({ claims, ahead: new FilesAhead(files, claims, signal) })

describe('claims', () => {
  test('are had by one only, whoever shares them', () => {
    const claims = Claims.of(2)
    const others = new Claims(claims.shared)
    expect([claims.claim(0), others.claim(0), others.claim(1), claims.claim(1)]).toEqual([true, false, true, false])
  })
})

describe('files read ahead', () => {
  test('are those that are small and not begun elsewhere, told in their order', async () => {
    const { ahead, claims } = aheadOf([small('a'), large('b'), small('c'), small('d')])
    claims.claim(0)
    expect([await ahead.readNext(), await ahead.readNext(), await ahead.readNext()]).toEqual([true, true, false])
    expect(ahead.isDone).toBe(true)
    expect([claims.claim(1), claims.claim(2), claims.claim(3)]).toEqual([true, false, false])
    for (const name of ['c', 'd']) {
      const events = await ahead.take()
      expect(events[0]).toMatchObject({ kind: 'opened', source: { name } })
      expect(events.map(({ kind }) => kind).filter((kind) => kind !== 'progress')).toEqual(['opened', 'identified', 'batch', 'ended', 'done'])
    }
  })

  test('pile up to a hundred only, and go on when one is taken', async () => {
    const { ahead } = aheadOf(Array.from({ length: 102 }, (_, at) => small(`f${at}`)))
    for (let at = 0; at < 100; at += 1) expect(await ahead.readNext()).toBe(true)
    expect(await ahead.readNext()).toBe(false)
    await ahead.take()
    expect(await ahead.readNext()).toBe(true)
    expect(ahead.isDone).toBe(false)
  })

  test('are none once the import is cancelled', async () => {
    const cancel = new AbortController()
    const { ahead, claims } = aheadOf([small('a'), small('b')], undefined, cancel.signal)
    await ahead.readNext()
    cancel.abort()
    expect([ahead.isDone, await ahead.readNext(), claims.claim(1)]).toEqual([true, false, true])
  })
})
