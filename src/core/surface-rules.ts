// Which surface a record belongs to: the user's rules first, then what its origin says. Knows no costs.
import type { Origin, PriceClass } from './usage.ts'

/** The surface of what no rule and no field names. */
export const UNATTRIBUTED = 'unattributed'

/** Every pattern must match; `*` stands for any run of characters, `?` for one, case is ignored. */
export interface SurfaceRule {
  surface: string
  when: Readonly<Record<string, string>>
}

export interface Attribution {
  surface: string
  /** Index of the rule that matched; null: the default. */
  rule: number | null
}

type Pattern = (value: string) => boolean

const compiled = new Map<string, Pattern>()

/** Where `part` next stands in `text`, from `from` on; `?` stands for any one character. -1: nowhere. */
function find(text: string, part: string, from: number): number {
  if (!part.includes('?')) return text.indexOf(part, from)
  for (let at = from; at + part.length <= text.length; at += 1) if (standsAt(text, part, at)) return at
  return -1
}

function standsAt(text: string, part: string, at: number): boolean {
  if (at < 0 || at + part.length > text.length) return false
  for (let i = 0; i < part.length; i += 1) if (part[i] !== '?' && part[i] !== text[at + i]) return false
  return true
}

/** Matches the parts between stars in order, by plain search: no backtracking, whatever the pattern. */
function compile(glob: string): Pattern {
  const parts = glob.toLowerCase().split('*')
  const head = parts[0] ?? ''
  const tail = parts.at(-1) ?? ''
  const middle = parts.slice(1, -1)
  return (value) => {
    const text = value.toLowerCase()
    if (parts.length === 1) return text.length === head.length && standsAt(text, head, 0)
    if (text.length < head.length + tail.length) return false
    if (!standsAt(text, head, 0) || !standsAt(text, tail, text.length - tail.length)) return false
    let at = head.length
    for (const part of middle) {
      const found = find(text, part, at)
      if (found === -1) return false
      at = found + part.length
    }
    return at + tail.length <= text.length
  }
}

/** Whether a text matches a glob. */
export function globMatches(glob: string, value: string): boolean {
  let pattern = compiled.get(glob)
  if (pattern === undefined) {
    pattern = compile(glob)
    compiled.set(glob, pattern)
  }
  return pattern(value)
}

function fieldOf(field: string, origin: Origin, priceClass: PriceClass): string | null {
  switch (field) {
    case 'workspace': return origin.workspace
    case 'apiKey': return origin.apiKey
    case 'principal': return origin.principal
    case 'profile': return origin.profile
    case 'project': return origin.project
    case 'account': return origin.account
    case 'gateway': return origin.gateway
    case 'importer': return origin.importer
    case 'model': return priceClass.model
    case 'platform': return priceClass.platform
    default: return field.startsWith('tag:') ? (origin.tags[field.slice('tag:'.length)] ?? null) : null
  }
}

/** An origin as it is shown, with the one that was recorded where they differ: a rule may name a key by its name or its id. */
export interface ShownOrigin extends Origin {
  recorded?: Origin
}

/** A rule without conditions matches everything; a field the record lacks matches nothing. */
export function ruleMatches(rule: Pick<SurfaceRule, 'when'>, shown: ShownOrigin, priceClass: PriceClass): boolean {
  return Object.entries(rule.when).every(([field, glob]) => [shown, shown.recorded ?? shown].some((origin) => {
    const value = fieldOf(field, origin, priceClass)
    return value !== null && globMatches(glob, value)
  }))
}

/** The last part of a path, whichever way its slashes lean. */
function folderName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path
}

/** Without a rule: the tag `surface`, else the project folder's name, else the workspace, else the API key. */
export function defaultSurface(origin: Origin): string {
  const named = [
    origin.tags['surface'],
    origin.project === null ? null : folderName(origin.project),
    origin.workspace,
    origin.apiKey,
  ]
  return named.find((name) => name !== undefined && name !== null && name.trim() !== '') ?? UNATTRIBUTED
}

/** The surface of a record; the first rule that matches wins. */
export function surfaceOf(origin: ShownOrigin, priceClass: PriceClass, rules: readonly SurfaceRule[]): Attribution {
  const index = rules.findIndex((rule) => ruleMatches(rule, origin, priceClass))
  const rule = rules[index]
  return rule === undefined ? { surface: defaultSurface(origin), rule: null } : { surface: rule.surface, rule: index }
}
