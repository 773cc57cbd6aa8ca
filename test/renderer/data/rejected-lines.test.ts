// Collecting rejected lines over pages, and shortening long paths.
import { describe, expect, it } from 'vitest'
import { allRejections, rejectionCells, shortPath } from '../../../renderer/views/data/rejected-lines.ts'

const line = (position: number) => ({ source: 'a.json', position, reason: 'Not JSON' })

describe('allRejections', () => {
  it('asks for page after page until all are there', async () => {
    const all = Array.from({ length: 25_000 }, (_, n) => line(n + 1))
    const asked: number[] = []
    const rows = await allRejections(async ({ offset, limit }) => {
      asked.push(offset)
      return { rows: all.slice(offset, offset + limit), total: all.length }
    })
    expect(asked).toEqual([0, 10_000, 20_000])
    expect(rows).toEqual(all)
  })

  it('ends when a page comes back empty though more were promised', async () => {
    expect(await allRejections(async () => ({ rows: [], total: 7 }))).toEqual([])
  })
})

describe('on screen and in the file', () => {
  it('gives file, line and reason as cells', () => {
    expect(rejectionCells([line(12)])).toEqual([['a.json', '12', 'Not JSON']])
  })

  it('keeps both ends of a long path', () => {
    expect(shortPath('AWSLogs/111122223333/BedrockModelInvocationLogs/eu-west-1/2026/11/18/14/T1403Z_a91c.json.gz'))
      .toBe('AWSLogs/…/11/18/14/T1403Z_a91c.json.gz')
    expect(shortPath('a/b.json')).toBe('a/b.json')
  })
})
