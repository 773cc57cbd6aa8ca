// Editing attribution rules: order, conditions in words, a rule made from an origin. Pure; the backend counts.
import { platformLabel } from '../../../src/core/placement.ts'
import { PLATFORMS } from '../../../src/core/usage.ts'
import { UNATTRIBUTED } from '../../../src/core/surface-rules.ts'
import type { Output } from '../../../src/api/contract/contract.ts'
import { RULE_FIELDS, type SurfaceRule } from '../../../src/api/contract/shapes.ts'

export type LeftOver = Output<'surfaces.preview'>['leftOver'][number]

/** `principal starts with role/support-`; the pattern stands apart so that it can be set in monospace. */
export function conditionWords(field: string, pattern: string): { words: string; pattern: string } {
  const name = field.startsWith('tag:') ? `tag ${field.slice('tag:'.length)}` : (FIELD_WORDS[field] ?? field)
  const inner = pattern.replace(/^\*/, '').replace(/\*$/, '')
  if (/[*?]/.test(inner)) return { words: `${name} matches`, pattern }
  const [open, closed] = [pattern.startsWith('*'), pattern.endsWith('*') && pattern.length > 1]
  const verb = open && closed ? 'contains' : open ? 'ends with' : closed ? 'starts with' : 'is'
  return inner === '' ? { words: `${name} is known`, pattern: '' } : { words: `${name} ${verb}`, pattern: inner }
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  workspace: 'workspace',
  apiKey: 'API key',
  principal: 'principal',
  profile: 'profile',
  project: 'project',
  account: 'account',
  model: 'model',
  platform: 'platform',
}

/** Fields to choose from: the fixed ones, and the tags that the ledger keeps. */
export function fieldOptions(tagKeys: readonly string[]): { value: string; label: string }[] {
  return [
    ...RULE_FIELDS.map((field) => ({ value: field, label: FIELD_WORDS[field] ?? field })),
    ...tagKeys.map((key) => ({ value: `tag:${key}`, label: `tag ${key}` })),
  ]
}

export function sameRules(a: readonly SurfaceRule[], b: readonly SurfaceRule[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Moves one rule to another place; out of bounds changes nothing. */
export function moveRule(rules: readonly SurfaceRule[], from: number, to: number): SurfaceRule[] {
  const rule = rules[from]
  if (rule === undefined || to < 0 || to >= rules.length || from === to) return [...rules]
  const rest = rules.filter((_, index) => index !== from)
  return [...rest.slice(0, to), rule, ...rest.slice(to)]
}

export function putRule(rules: readonly SurfaceRule[], at: number | null, rule: SurfaceRule): SurfaceRule[] {
  return at === null ? [...rules, rule] : rules.map((held, index) => (index === at ? rule : held))
}

/** What an origin is best known by, the most telling field first. */
export function originName(origin: LeftOver['origin']): { field: string; value: string } | null {
  const tag = Object.entries(origin.tags)[0]
  const fields: readonly (readonly [string, string | null])[] = [
    ['principal', origin.principal],
    ['workspace', origin.workspace],
    ['apiKey', origin.apiKey],
    ['profile', origin.profile],
    ['project', origin.project],
    [tag === undefined ? '' : `tag:${tag[0]}`, tag?.[1] ?? null],
    ['account', origin.account],
  ]
  for (const [field, value] of fields) if (value !== null && value !== '') return { field, value }
  return null
}

/** A rule that catches exactly this origin; a platform where nothing else tells it apart. */
export function ruleFrom(left: LeftOver): SurfaceRule {
  const known = originName(left.origin)
  return { surface: '', when: known === null ? { platform: left.platform } : { [known.field]: known.value } }
}

/** Left-over origins by name, each once, most requests first. */
export function leftOverNames(leftOver: readonly LeftOver[]): { name: string; left: LeftOver; requests: number }[] {
  const byName = new Map<string, { name: string; left: LeftOver; requests: number }>()
  for (const left of leftOver) {
    const name = originName(left.origin)?.value ?? `${platformLabel(left.platform)}, unnamed`
    const held = byName.get(name)
    byName.set(name, { name, left: held?.left ?? left, requests: (held?.requests ?? 0) + left.requests })
  }
  return [...byName.values()].sort((a, b) => b.requests - a.requests)
}

export const isUnattributed = ({ surface }: LeftOver): boolean => surface === UNATTRIBUTED

export interface LeftOverPart {
  origins: number
  requests: number
  surfaces: string[]
}

export interface LeftOverSplit {
  byDefault: LeftOverPart
  unattributed: LeftOverPart
  /** Requests of origins too small to be in the answer. */
  notListed: number
}

/** What no rule catches: that which has a surface by default, and that which has none. `requests` is all of it. */
export function splitLeftOver(leftOver: readonly LeftOver[], requests: number): LeftOverSplit {
  const part = (rows: readonly LeftOver[]) => ({
    origins: leftOverNames(rows).length,
    requests: rows.reduce((sum, { requests }) => sum + requests, 0),
    surfaces: [...new Set(rows.map(({ surface }) => surface))],
  })
  return {
    byDefault: part(leftOver.filter((left) => !isUnattributed(left))),
    unattributed: part(leftOver.filter(isUnattributed)),
    notListed: requests - leftOver.reduce((sum, left) => sum + left.requests, 0),
  }
}

/** Why a rule cannot be kept; null where it can. */
export function ruleProblem(rule: SurfaceRule): string | null {
  if (rule.surface.trim() === '') return 'Name the surface.'
  const patterns = Object.entries(rule.when)
  if (patterns.length === 0) return 'Add at least one condition: a rule without one catches everything.'
  if (patterns.some(([, pattern]) => pattern.trim() === '')) return 'Fill in every pattern.'
  const platform = rule.when['platform']
  if (platform !== undefined && !/[*?]/.test(platform) && !PLATFORMS.some((name) => name === platform))
    return `Platforms are ${PLATFORMS.join(', ')}.`
  return null
}
