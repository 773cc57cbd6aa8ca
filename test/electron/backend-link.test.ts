// Main's end of the backend's process: answers find their question, and a process that ends is replaced once.
import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, test, vi } from 'vitest'

class FakeProcess extends EventEmitter {
  sent: { id: number; type: string }[] = []
  postMessage(message: { id: number; type: string }): void {
    this.sent.push(message)
    if (message.type === 'close') this.emit('message', { type: 'answer', id: message.id, reply: { ok: true, value: null } })
  }
  kill(): void {
    this.emit('exit', 0)
  }
}

const processes = vi.hoisted((): { args: string[]; fake: EventEmitter }[] => [])
vi.mock('electron', () => ({
  utilityProcess: {
    fork: (_script: string, args: string[]) => {
      const fake = new FakeProcess()
      processes.push({ args, fake })
      return fake
    },
  },
}))
const { BackendLink } = await import('../../electron/backend-link.ts')

const onEvent = vi.fn()
const onGivenUp = vi.fn()
const onAskKey = vi.fn((what: string) => ({ ok: true as const, value: what === 'key' ? 'the key' : null }))
const startLink = () => new BackendLink('/a.ledger', { script: 's', version: '1', onEvent, onGivenUp, onAskKey })

function running(): FakeProcess {
  const fake = processes.at(-1)?.fake
  if (!(fake instanceof FakeProcess)) throw new Error('no process was started')
  return fake
}

const status = { type: 'call' as const, method: 'ledger.status', input: {} }

beforeEach(() => {
  processes.length = 0
  onEvent.mockClear()
  onGivenUp.mockClear()
})

describe('questions', () => {
  test('are answered by id, also out of order', async () => {
    const link = startLink()
    const [first, second] = [link.ask(status), link.ask(status)]
    const [a, b] = running().sent.map(({ id }) => id)
    running().emit('message', { type: 'answer', id: b, reply: { ok: true, value: 'second' } })
    running().emit('message', { type: 'answer', id: a, reply: { ok: true, value: 'first' } })
    expect(await Promise.all([first, second])).toEqual([{ ok: true, value: 'first' }, { ok: true, value: 'second' }])
  })

  test('events go on; what is malformed is dropped', () => {
    startLink()
    running().emit('message', { type: 'event', event: { type: 'changed' } })
    running().emit('message', { type: 'event', event: { type: 'surprise' } })
    expect(onEvent.mock.calls).toEqual([[{ type: 'changed' }]])
  })
})

test('the key goes to the process that asks for it, with no answer to anyone else', () => {
  startLink()
  const asking = running()
  asking.emit('message', { type: 'ask-key', id: 5, what: 'key' })
  asking.emit('message', { type: 'ask-key', id: 6, what: 'everything' })
  expect(asking.sent).toEqual([{ type: 'key-answer', id: 5, reply: { ok: true, value: 'the key' } }])
  expect(onEvent).not.toHaveBeenCalled()
})

describe('a process that ends unasked', () => {
  test('fails what waits in words, is started again, and the page asks anew', async () => {
    const link = startLink()
    const waiting = link.ask(status)
    running().emit('exit', 1)
    expect(await waiting).toMatchObject({ ok: false, problem: { code: 'backend-stopped' } })
    expect(processes.map(({ args }) => args)).toEqual([['/a.ledger', '1'], ['/a.ledger', '1']])
    expect(onEvent).toHaveBeenCalledWith({ type: 'changed' })
  })

  test('is not started a third time; later questions fail at once', async () => {
    const link = startLink()
    running().emit('exit', 1)
    running().emit('exit', 1)
    expect(processes.length).toBe(2)
    expect(onGivenUp).toHaveBeenCalledTimes(1)
    expect(await link.ask(status)).toMatchObject({ ok: false })
  })
})

test('closing is no crash, and another ledger can be opened after it', async () => {
  const link = startLink()
  await link.close()
  expect(processes.length).toBe(1)
  link.reopen('/b.ledger')
  expect(processes.at(-1)?.args).toEqual(['/b.ledger', '1'])
  expect(link.ledgerPath).toBe('/b.ledger')
})
