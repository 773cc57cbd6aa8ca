import { describe, expect, it } from 'vitest'
import { globMatches, surfaceOf, UNATTRIBUTED } from '../../src/core/surface-rules.ts'
import type { Origin } from '../../src/core/usage.ts'
import { cell } from './builders.ts'

const nothing: Origin = {
  importer: 'x', account: null, workspace: null, apiKey: null, principal: null, profile: null, project: null, gateway: null, tags: {},
}
const { priceClass } = cell({ model: 'claude-opus-5-5', platform: 'bedrock' })
const surface = (origin: Partial<Origin>, rules: { surface: string; when: Record<string, string> }[] = []) =>
  surfaceOf({ ...nothing, ...origin }, priceClass, rules)

describe('the surface of a record without rules', () => {
  it('is its tag, else its project folder, else its workspace, else its API key', () => {
    const all = { tags: { surface: 'voice' }, project: '/home/ann/support-bot/', workspace: 'prod', apiKey: 'key-1' }
    expect(surface(all)).toEqual({ surface: 'voice', rule: null })
    expect(surface({ ...all, tags: {} }).surface).toBe('support-bot')
    expect(surface({ project: 'C:\\work\\bot' }).surface).toBe('bot')
    expect(surface({ workspace: 'prod', apiKey: 'key-1' }).surface).toBe('prod')
    expect(surface({ apiKey: 'key-1' }).surface).toBe('key-1')
  })

  it('is unattributed where nothing names one', () => {
    expect(surface({ tags: { surface: ' ' }, principal: 'role/x' }).surface).toBe(UNATTRIBUTED)
  })
})

describe('rules', () => {
  it('win in their order, and every condition must hold', () => {
    const rules = [
      { surface: 'both', when: { principal: 'role/support-*', platform: 'anthropic' } },
      { surface: 'support', when: { principal: 'role/support-*', platform: 'bedrock' } },
      { surface: 'rest', when: {} },
    ]
    expect(surface({ principal: 'role/Support-prod' }, rules)).toEqual({ surface: 'support', rule: 1 })
    expect(surface({ principal: 'role/other' }, rules)).toEqual({ surface: 'rest', rule: 2 })
  })

  it('see the model, the gateway and tags, and match nothing that a record lacks', () => {
    expect(surface({}, [{ surface: 's', when: { model: 'claude-opus-*' } }]).surface).toBe('s')
    expect(surface({ tags: { team: 'a' } }, [{ surface: 's', when: { 'tag:team': 'A' } }]).surface).toBe('s')
    expect(surface({}, [{ surface: 's', when: { 'tag:team': '*' } }]).surface).toBe(UNATTRIBUTED)
    expect(surface({}, [{ surface: 's', when: { nonsense: '*' } }]).surface).toBe(UNATTRIBUTED)
  })

  it.each([
    ['*', '', true], ['a*', 'abc', true], ['*c', 'abc', true], ['a*c', 'abc', true], ['a*c', 'ac', true], ['a*b*c', 'a-b-c', true], ['a*b*c', 'acb', false],
    ['ab*ba', 'aba', false], ['abc', 'ABC', true], ['abc', 'abcd', false], ['a.c', 'abc', false], ['(a|b)*', 'a', false], ['a**b', 'ab', true],
    ['proj-?', 'proj-a', true], ['proj-?', 'proj-', false], ['proj-?', 'proj-ab', false], ['?b*', 'abc', true], ['*?c', 'c', false], ['*?c', 'bc', true], ['a*b?d*e', 'a-bxd-e', true],
  ])('%s against %s: %s', (glob, value, expected) => {
    expect(globMatches(glob, value)).toBe(expected)
  })

  it('match a hostile pattern in linear steps', () => {
    expect(globMatches(`${'a*'.repeat(500)}b`, 'a'.repeat(20_000))).toBe(false)
  })
})
