import { describe, expect, test, vi } from 'vitest'
import { createClient, pico } from '../../src/api/client.ts'
import { createDispatcher, type Handlers } from '../../src/api/dispatcher.ts'
import { contract } from '../../src/api/contract/contract.ts'
import { problem } from '../../src/core/problem.ts'
import { openTestBackend } from './test-backend.ts'

const never = () => {
  throw new Error('not asked for in this test')
}

/** Every method but undo fails the test. */
function dispatcherWith(undo: Handlers['imports.undo'], onUnexpected?: (error: unknown) => void) {
  const others = Object.fromEntries(Object.keys(contract).map((name) => [name, never]))
  const handlers: Handlers = Object.assign(Object.create(null), others, { 'imports.undo': undo })
  return createDispatcher(handlers, onUnexpected === undefined ? {} : { onUnexpected })
}

describe('dispatcher', () => {
  test('answers what is not in the contract with a failure', async () => {
    const dispatch = dispatcherWith(never)
    for (const method of ['nothing.here', 'constructor', '__proto__', '']) {
      expect(await dispatch(method, {})).toMatchObject({ ok: false, problem: { code: 'unknown-method' } })
    }
  })

  test('names the wrong fields of an input, never what they held', async () => {
    const reply = await dispatcherWith(never)('imports.undo', { id: 'secret prompt text' })
    expect(reply).toEqual({ ok: false, problem: { code: 'invalid-input', message: 'The input of imports.undo is not valid: id.' } })
  })

  test('refuses fields that the contract does not know', async () => {
    expect(await dispatcherWith(() => ({ removed: 0, restored: 0 }))('imports.undo', { id: 1, path: '/etc' })).toMatchObject({ ok: false })
  })

  test('passes a problem on as it is', async () => {
    const dispatch = dispatcherWith(() => {
      throw problem('no-import', 'There is no import 7.', 'Look it up.')
    })
    expect(await dispatch('imports.undo', { id: 7 })).toEqual({
      ok: false, problem: { code: 'no-import', message: 'There is no import 7.', remedy: 'Look it up.' },
    })
  })

  test('tells nothing of an unexpected error but that there was one', async () => {
    const heard = vi.fn()
    const error = new TypeError('cannot read "the user asked about their illness"')
    const dispatch = dispatcherWith(() => {
      throw error
    }, heard)
    const reply = await dispatch('imports.undo', { id: 7 })
    expect(JSON.stringify(reply)).not.toMatch(/illness|TypeError|at /)
    expect(reply).toMatchObject({ ok: false, problem: { code: 'internal' } })
    expect(heard).toHaveBeenCalledWith(error)
  })
})

describe('client', () => {
  test('throws the problem of a failed reply', async () => {
    const { client } = openTestBackend()
    await expect(client.call('imports.report', { id: 99 })).rejects.toMatchObject({ problem: { code: 'no-import' } })
  })

  test('is told in words that the ledger was closed', async () => {
    const { backend, client } = openTestBackend()
    await backend.close()
    await expect(client.call('ledger.status', {})).rejects.toMatchObject({ problem: { code: 'closing' } })
  })

  test('does not believe an answer that breaks the contract', async () => {
    const client = createClient({ call: async () => ({ ok: true, value: { removed: 'many', restored: 0 } }) })
    await expect(client.call('imports.undo', { id: 1 })).rejects.toMatchObject({ problem: { code: 'strange-answer' } })
    const silent = createClient({ call: async () => undefined })
    await expect(silent.call('imports.undo', { id: 1 })).rejects.toMatchObject({ problem: { code: 'strange-answer' } })
  })

  test('makes exact numbers of amounts beyond what a double holds', () => {
    expect(pico('9007199254740993')).toBe(9007199254740993n)
    expect(pico('-1')).toBe(-1n)
  })
})
