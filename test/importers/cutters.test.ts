// Lines, JSON values and CSV rows: the same entries however the bytes are sliced, and what is said of a cut end.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cutter, CutterParts } from '../../src/importers/cutter.ts'
import { cutterFor } from '../../src/importers/framing.ts'
import type { Framing } from '../../src/importers/importer.ts'
import { LineCutter } from '../../src/importers/lines.ts'
import { ValueCutter } from '../../src/importers/values.ts'

interface Cut { entries: [string, number][]; told: [string, string, number][]; cut: boolean; count: number }

async function run(make: (parts: CutterParts) => Cutter, text: string, size: number): Promise<Cut> {
  const entries: [string, number][] = []
  const told: [string, string, number][] = []
  const cutter = make({
    startPosition: 0,
    reader: {
      entry: (bytes, position) => entries.push([bytes.toString('utf8'), position]),
      row: (cells, position) => entries.push([JSON.stringify(cells), position]),
      end: () => {},
    },
    sink: {
      accept: () => {}, repeat: () => {}, extraEntries: () => {},
      ignore: (reason, position) => told.push(['ignored', reason, position]),
      reject: (reason, position) => told.push(['rejected', reason, position]),
    },
  })
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) await cutter.push(bytes.subarray(at, at + size))
  const cut = await cutter.end()
  expect(cutter.entries).toBe(entries.length + told.length)
  return { entries, told, cut, count: cutter.entries }
}

const cutting = (framing: Framing, text: string, size: number) => run((parts) => cutterFor(framing, parts), text, size)
const LINES: Framing = { kind: 'lines' }
const values = (path: readonly string[] | null): Framing => ({ kind: 'values', path })

describe.each([1, 3, 1000])('in chunks of %i bytes', (size) => {
  test('lines: CRLF, blank lines and no final newline', async () => {
    expect(await cutting(LINES, '{"a":1}\r\n\n  \r\nplain\n{"b":2}', size)).toMatchObject({
      entries: [['{"a":1}', 1], ['plain', 4], ['{"b":2}', 5]], told: [], cut: false,
    })
  })

  test('lines: NUL bytes where a line should be are an entry that is ignored, at the end as well', async () => {
    expect(await cutting(LINES, '{"a":1}\n\0\0\0\n \0\r\n\t\n{"b":2}\n\0\0', size)).toMatchObject({
      entries: [['{"a":1}', 1], ['{"b":2}', 5]], cut: false, count: 5,
      told: [2, 3, 6].map((line) => ['ignored', 'line of NUL bytes', line]),
    })
  })

  test('lines: a last line that was cut off is ignored with a reason', async () => {
    expect(await cutting(LINES, '{"a":1}\n{"b":"x', size)).toMatchObject({
      entries: [['{"a":1}', 1]], told: [['ignored', 'incomplete last line', 2]], cut: true,
    })
  })

  test('values: a run of them, pretty-printed or not, with anything between', async () => {
    const text = '{"a":\n "}\\"{[" }{"b":[1,{}]} \n "s\\\\" 12\n[3]'
    expect((await cutting(values(null), text, size)).entries.map(([value]) => value)).toEqual([
      '{"a":\n "}\\"{[" }', '{"b":[1,{}]}', '"s\\\\"', '12', '[3]',
    ])
  })

  test('values: the elements of the list under a key, and of no other', async () => {
    const text = '{"next":{"events":[0]},"other":[1],"events":[{"a":[1]},"t,]",null,-1.5],"x":[2]}\n{"events":[{"b":2}]}'
    expect(await cutting(values(['events']), text, size)).toMatchObject({
      entries: [['{"a":[1]}', 1], ['"t,]"', 2], ['null', 3], ['-1.5', 4], ['{"b":2}', 5]], told: [], cut: false,
    })
  })

  test('values: a longer path', async () => {
    expect((await cutting(values(['a', 'b']), '{"b":[0],"a":{"c":[1],"b":[2,{"b":[3]}]}}', size)).entries).toEqual([['2', 1], ['{"b":[3]}', 2]])
  })

  test('values: the top-level array, or a lone object in its place', async () => {
    expect((await cutting(values([]), ' [ {"a":1} , [2] ] {"b":2}', size)).entries.map(([value]) => value)).toEqual(['{"a":1}', '[2]', '{"b":2}'])
  })

  test('values: an object without the list is counted', async () => {
    expect(await cutting(values(['events']), '{"message":"no"}{"events":[]}', size)).toMatchObject({
      entries: [], told: [['ignored', 'value without the expected list', 1]], cut: false,
    })
  })

  test.each([
    ['in an element', '[{"a":1},{"b":', 1, 1],
    ['between elements', '[{"a":1},', 1, 0],
  ])('values: cut off %s', async (_, text, whole, ignored) => {
    const { entries, told, cut } = await cutting(values([]), text, size)
    expect([entries.length, told.length, cut]).toEqual([whole, ignored, true])
  })

  test('csv: quotes, newlines in cells, CRLF, short and long rows', async () => {
    const { entries } = await cutting({ kind: 'csv' }, 'a, b\r\n1,"x, ""y""\nz"\r\n\r\n2\r\n3,4,5\r\n', size)
    expect(entries).toEqual([
      ['{"a":"1","b":"x, \\"y\\"\\nz"}', 3], ['{"a":"2","b":""}', 5], ['{"a":"3","b":"4"}', 6],
    ])
  })

  test.each([['a,b\n1,2\n3', 1], ['a,b\n1,2\n3,"x', 1]])('csv: cut off %j', async (text, whole) => {
    const { entries, told, cut } = await cutting({ kind: 'csv' }, text, size)
    expect([entries.length, told.map(([kind, reason]) => [kind, reason]), cut]).toEqual([whole, [['ignored', 'incomplete last line']], true])
  })
})

test('an entry over the cap is rejected and the next is read', async () => {
  const long = `{"a":"${'x'.repeat(50)}"}`
  const lines = await run((parts) => new LineCutter(parts, 20), `${long}\n{"b":1}\n`, 8)
  expect(lines).toMatchObject({ entries: [['{"b":1}', 2]], told: [['rejected', 'line is longer than 256 MiB', 1]] })
  const cut = await run((parts) => new ValueCutter([], parts, 20), `[${long},{"b":1}]`, 8)
  expect(cut).toMatchObject({ entries: [['{"b":1}', 2]], told: [['rejected', 'entry is longer than 256 MiB', 1]] })
})

test('any JSON values come out as they went in', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 6 }), fc.integer({ min: 1, max: 9 }), fc.boolean(), async (given, size, pretty) => {
    const text = JSON.stringify({ before: given, events: given }, null, pretty ? 2 : 0)
    const { entries, cut } = await cutting(values(['events']), text, size)
    expect(cut).toBe(false)
    expect(entries.map(([value]) => JSON.parse(value))).toEqual(JSON.parse(JSON.stringify(given)))
  }))
})
