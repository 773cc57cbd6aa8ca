// Work in slices lets other calls be answered in between; what a view adds up is read so before it is answered.
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { contract, type Method } from '../../src/api/contract/contract.ts'
import { createDispatcher, type Handlers } from '../../src/api/dispatcher.ts'
import { inSlices, resultInSlices } from '../../src/api/backend/in-slices.ts'
import { partsOfBatch } from '../../src/api/backend/reading/batch-parts.ts'
import { StepSize } from '../../src/api/backend/step-size.ts'
import { afterCalls } from '../../src/api/backend/turns.ts'
import { batch, bring, ids, newLedger, NOON } from '../db/records.ts'

function* slowly(steps: number): Generator<number, string> {
  for (let step = 0; step < steps; step += 1) {
    const until = performance.now() + 15
    while (performance.now() < until);
    yield step
  }
  return 'done'
}

describe('work in slices', () => {
  it('comes to what it comes to at once', async () => {
    expect(await inSlices(slowly(4))).toEqual([0, 1, 2, 3])
    expect(await resultInSlices(slowly(4))).toBe('done')
    await expect(inSlices((function* failing() {
      yield 1
      throw new Error('closed')
    })())).rejects.toThrow('closed')
  })

  it('lets others go on in between', async () => {
    const seen: string[] = []
    const working = inSlices(slowly(8)).then(() => seen.push('work'))
    await setImmediate()
    seen.push('other')
    await working
    expect(seen).toEqual(['other', 'work'])
  })
})

describe('the next step of an import', () => {
  it('comes after the answers that are being worked out, however many slices they take', async () => {
    const seen: string[] = []
    const working = [4, 6].map((steps) => inSlices(slowly(steps)).then(() => seen.push('answer')))
    await afterCalls()
    seen.push('step')
    await Promise.all(working)
    expect(seen).toEqual(['answer', 'answer', 'step'])
  })

  it('does not wait for an answer that takes long', async () => {
    let isAnswered = false
    const working = inSlices(slowly(60)).then(() => (isAnswered = true))
    await afterCalls()
    expect(isAnswered).toBe(false)
    await working
    await afterCalls()
  })

  it('takes as many records as fit the time, by the step before it', () => {
    const step = new StepSize()
    const first = step.records
    expect(first).toBeLessThan(100)
    step.took(first, 400)
    expect(step.records).toBe(2 * first)
    while (step.records < 400) step.took(step.records, 1)
    step.took(400, 80)
    expect(step.records).toBe(200)
    step.took(200, 400)
    expect(step.records).toBe(100)
    for (let steps = 0; steps < 20; steps += 1) step.took(step.records, 0)
    expect(step.records).toBe(2000)
    // The last records of a file say little.
    step.took(3, 40)
    expect(step.records).toBe(2000)
  })

  it('has of a batch what was found beside records once', () => {
    const whole = {
      ...batch([ids('a', null, 1), ids('b', null, 1), ids('c', null, 1)]), ignored: new Map([['no usage', 3]]), rejected: [{ position: 9, reason: 'not valid JSON' }],
    }
    const parts = [...partsOfBatch(whole, () => 2)]
    expect(parts.map(({ records }) => records.keys)).toEqual([['a', null, 'b', null], ['c', null]])
    expect(parts.map(({ ignored, rejected }) => [ignored.size, rejected.length])).toEqual([[1, 1], [0, 0]])
    expect([...partsOfBatch({ ...whole, ...batch([]), rejected: whole.rejected }, () => 2)]).toHaveLength(1)
  })
})

describe('what is awaited before a handler', () => {
  it('is over when the handler runs, and is not begun for an input that is wrong', async () => {
    const seen: string[] = []
    const all = Object.fromEntries(Object.keys(contract).map((method) => [method, () => void seen.push(method)]))
    const handlers: Handlers = Object.assign(Object.create(null), all)
    const dispatch = createDispatcher(handlers, {
      before: async (method: Method) => {
        await setImmediate()
        seen.push(`before ${method}`)
      },
    })
    await dispatch('ledger.status', {})
    await dispatch('ledger.status', { wrong: 1 })
    expect(seen).toEqual(['before ledger.status', 'ledger.status'])
  })
})

describe('days and hours', () => {
  it('are read one step at a time', () => {
    const ledger = newLedger()
    bring(ledger, Array.from({ length: 40 }, (_, day) => ids(`m${day}`, null, 1, { occurredAtMs: NOON + day * 86_400_000 })))
    expect([...ledger.usage.readDays({ from: null, to: null })]).toHaveLength(40)
    expect([...ledger.usage.readHours({ from: '2026-12-01', to: '2026-12-14', tz: 'UTC' })]).toHaveLength(14)
    ledger.close()
    expect(() => [...ledger.usage.readDays({ from: null, to: null })]).toThrow(/not open/)
  })
})
