// Where a value ends is found without parsing it: exactly where a parser would find it, however long its texts are and
// wherever quotes and backslashes fall in them.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { endOfValue, textWithoutContent } from '../../src/importers/line-text.ts'

/** Long stretches without a quote, and quotes and backslashes in a row. */
const text = fc.array(fc.oneof(
  fc.constantFrom('"', '\\', '\\"', '{', ']', 'é', '\n', '"content":['), fc.integer({ min: 0, max: 120 }).map((length) => 'a'.repeat(length)),
), { maxLength: 12 }).map((parts) => parts.join(''))
const value = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 3 }, text, fc.array(tie('any'), { maxLength: 4 }), fc.dictionary(text, tie('any'), { maxKeys: 4 })),
})).any

test('a value ends where its JSON does', () => {
  fc.assert(fc.property(value, text, (given, behind) => {
    const json = JSON.stringify(given)
    expect(endOfValue(Buffer.from(`${json},${JSON.stringify(behind)}}`), 0)).toBe(Buffer.byteLength(json))
  }))
})

test('a backslash before the closing quote counts wherever the two fall', () => {
  for (let length = 0; length < 200; length += 1) {
    for (const tail of ['\\', '\\\\', '"', '\\"', '"\\']) {
      const json = JSON.stringify('a'.repeat(length) + tail)
      expect(endOfValue(Buffer.from(`${json},"b"`), 0)).toBe(json.length)
    }
  }
})

test('what does not end has no end, and a number is not looked through', () => {
  expect([endOfValue(Buffer.from('["a"'), 0), endOfValue(Buffer.from('{"a":{}'), 0), endOfValue(Buffer.from('12,'), 0)]).toEqual([-1, -1, -1])
})

test('of a line all is kept but the content', () => {
  fc.assert(fc.property(value, text, (content, id) => {
    const line = Buffer.from(JSON.stringify({ id: 1, content, behind: id }))
    expect(JSON.parse(textWithoutContent(line))).toEqual({ id: 1, content: null, behind: id })
  }))
})
