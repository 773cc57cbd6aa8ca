// Cutting runs of JSON values apart, and the keys that tell formats apart.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leadingKeys, splitJsonRun } from '../../src/importers/json-run.ts'

const container = fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()))

test('values written one after another come apart again', () => {
  fc.assert(
    fc.property(fc.array(container), fc.constantFrom('', ' ', '\n', '\r\n'), fc.constantFrom(0, 2), (values, gap, indent) => {
      const texts = values.map((value) => JSON.stringify(value, null, indent))
      expect(splitJsonRun(texts.join(gap))).toEqual(texts)
    }),
  )
})

test('the last value may be cut off', () => {
  expect(splitJsonRun('{"a":1}{"b":"}')).toEqual(['{"a":1}', '{"b":"}'])
})

describe('leading keys', () => {
  test('are those of the first object, however much is cut off', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(), (object, cut) => {
        const text = JSON.stringify(object)
        expect(leadingKeys(text).keys).toEqual(Object.keys(object).map((key) => JSON.stringify(key).slice(1, -1)))
        const some = leadingKeys(text.slice(0, cut % (text.length + 1))).keys
        expect(leadingKeys(text).keys.slice(0, some.length)).toEqual(some)
      }),
    )
  })

  test('words in strings and nested objects are no keys', () => {
    const text = '{"role":"user","text":"\\"modelId\\":1","deep":{"schemaType":1},"last":2}'
    expect(leadingKeys(text).keys).toEqual(['role', 'text', 'deep', 'last'])
  })

  test('arrays are looked through', () => {
    expect(leadingKeys(' [ [{"field":"a"}]]')).toEqual({ inArray: true, keys: ['field'] })
    expect(leadingKeys('[1,2]')).toEqual({ inArray: false, keys: [] })
  })
})
