import { describe, expect, test } from 'vitest'
import { directLine, lines } from './logs.ts'
import { EVERYTHING, micro, openTestBackend } from './test-backend.ts'

/** 1,000 uncached and 200 output tokens of Sonnet 5.5: 1,000 x 2 + 200 x 10 = 4,000 micro-USD. */
const call = (id: string, surface: string) => directLine({ id, requestId: `req_${id}`, surface, input: 1000, output: 200, searches: 0 })

async function loaded() {
  const opened = openTestBackend()
  await opened.importTexts({ 'direct.jsonl': lines(call('msg_1', 'support-bot'), call('msg_2', 'coding'), call('msg_3', 'coding')) })
  return opened
}

describe('sources that are not billed per token', () => {
  test('count as spend until they are marked', async () => {
    const { client } = await loaded()
    const { totals, plan } = await client.call('usage.totals', { filters: EVERYTHING, by: [] })
    expect(totals).toMatchObject({ requests: 3, listCost: micro(12_000) })
    expect(plan).toBeNull()
  })

  test('stand apart as value, and in no other figure', async () => {
    const { client } = await loaded()
    await client.call('settings.set', { notBilledPerToken: [{ importer: 'messages-*', 'tag:surface': 'coding' }] })
    const { rows, totals, plan } = await client.call('usage.totals', { filters: EVERYTHING, by: ['surface'] })
    expect(rows.map(({ keys, listCost }) => [keys['surface'], listCost])).toEqual([['support-bot', micro(4_000)]])
    expect(totals).toMatchObject({ requests: 1, listCost: micro(4_000) })
    expect(plan).toMatchObject({ requests: 2, listCost: micro(8_000) })
  })

  test('take no part in a projection', async () => {
    const { client } = await loaded()
    await client.call('settings.set', { notBilledPerToken: [{ 'tag:surface': 'coding' }] })
    const { surfaces } = await client.call('whatif.cells', { filters: EVERYTHING })
    expect(surfaces).toEqual(['support-bot'])
  })

  test('are spend again once the mark is gone', async () => {
    const { client } = await loaded()
    await client.call('settings.set', { notBilledPerToken: [{ 'tag:surface': '*' }] })
    expect((await client.call('usage.totals', { filters: EVERYTHING, by: [] })).totals).toMatchObject({ requests: 0, listCost: '0' })
    await client.call('settings.set', { notBilledPerToken: [] })
    expect((await client.call('usage.totals', { filters: EVERYTHING, by: [] })).totals.listCost).toBe(micro(12_000))
  })
})
