// Attribution rules in words, their order, and a rule made from an origin.
import { expect, test } from 'vitest'
import {
  conditionWords,
  leftOverNames,
  moveRule,
  putRule,
  ruleFrom,
  ruleProblem,
  splitLeftOver,
  type LeftOver,
} from '../../../renderer/views/surfaces/rules-model.ts'

test.each([
  ['principal', 'role/support-*', 'principal starts with', 'role/support-'],
  ['workspace', 'voice', 'workspace is', 'voice'],
  ['profile', '*docsearch*', 'profile contains', 'docsearch'],
  ['project', '*/web', 'project ends with', '/web'],
  ['tag:app', 'contracts', 'tag app is', 'contracts'],
  ['apiKey', 'a*b', 'API key matches', 'a*b'],
  ['apiKey', '*', 'API key is known', ''],
  ['project', 'web-?', 'project matches', 'web-?'],
])('%s %s reads "%s"', (field, glob, words, pattern) => expect(conditionWords(field, glob)).toEqual({ words, pattern }))

const rule = (surface: string) => ({ surface, when: { workspace: surface } })

test('a rule moves by one place and never out of the list', () => {
  const rules = [rule('a'), rule('b'), rule('c')]
  expect(moveRule(rules, 0, 1).map((one) => one.surface)).toEqual(['b', 'a', 'c'])
  expect(moveRule(rules, 2, 0).map((one) => one.surface)).toEqual(['c', 'a', 'b'])
  expect(moveRule(rules, 0, -1)).toEqual(rules)
  expect(moveRule(rules, 2, 3)).toEqual(rules)
  expect(putRule(rules, 1, rule('x')).map((one) => one.surface)).toEqual(['a', 'x', 'c'])
  expect(putRule(rules, null, rule('x')).map((one) => one.surface)).toEqual(['a', 'b', 'c', 'x'])
})

function left(origin: Partial<LeftOver['origin']>, requests: number): LeftOver {
  return {
    platform: 'bedrock',
    surface: 'unattributed',
    requests,
    tokens: requests * 10,
    origin: {
      importer: 'bedrock-invocation-log',
      account: '111122223333',
      workspace: null,
      apiKey: null,
      principal: null,
      profile: null,
      project: null,
      gateway: null,
      tags: {},
      ...origin,
    },
  }
}

test('a rule from an origin takes its most telling field', () => {
  expect(ruleFrom(left({ principal: 'role/batch-etl' }, 1)).when).toEqual({ principal: 'role/batch-etl' })
  expect(ruleFrom(left({ tags: { app: 'x' } }, 1)).when).toEqual({ 'tag:app': 'x' })
  expect(ruleFrom(left({}, 1)).when).toEqual({ account: '111122223333' })
  expect(ruleFrom(left({ account: null }, 1)).when).toEqual({ platform: 'bedrock' })
})

test('left-over origins of one name are one, most requests first', () => {
  const names = leftOverNames([
    left({ principal: 'a' }, 5),
    left({ principal: 'b' }, 7),
    left({ principal: 'a', account: null }, 4),
  ])
  expect(names.map(({ name, requests }) => [name, requests])).toEqual([
    ['a', 9],
    ['b', 7],
  ])
})

test('what cannot be kept says why', () => {
  expect(ruleProblem({ surface: ' ', when: { workspace: 'a' } })).toMatch(/Name the surface/)
  expect(ruleProblem({ surface: 'a', when: {} })).toMatch(/condition/)
  expect(ruleProblem({ surface: 'a', when: { workspace: ' ' } })).toMatch(/pattern/)
  expect(ruleProblem({ surface: 'a', when: { platform: 'aws' } })).toMatch(/Platforms are/)
  expect(ruleProblem({ surface: 'a', when: { platform: 'bedrock' } })).toBeNull()
})

test('what has a surface by default is told from what has none, and requests too many to list are counted', () => {
  const rows = [
    { ...left({ workspace: 'voice' }, 40), surface: 'voice' },
    { ...left({ project: 'web' }, 30), surface: 'web' },
    left({ principal: 'role/etl' }, 20),
  ]
  expect(splitLeftOver(rows, 95)).toEqual({
    byDefault: { origins: 2, requests: 70, surfaces: ['voice', 'web'] },
    unattributed: { origins: 1, requests: 20, surfaces: ['unattributed'] },
    notListed: 5,
  })
})
