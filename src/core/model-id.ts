// Reads a model id in any spelling: Anthropic API, Bedrock ids and ARNs, Google Cloud, gateways. Exact matches only:
// `claude-opus-5` must never stand for `claude-opus-5-5`, so nothing here matches by prefix.
import { MODELS } from './model-catalogue.ts'
import type { Route } from './usage.ts'

export interface ResolvedModel {
  /** The Anthropic API id, or the id as it was spelled where the model is not known. */
  model: string
  known: boolean
  /** The route a Bedrock id names; null where the id has no Bedrock spelling or does not say. */
  bedrockRoute: Route | null
  /** True for gateway ids that name the fast mode (`claude-opus-5-fast`). */
  fast: boolean
  /** Resource id of an application inference profile, which says nothing of its model. */
  profile: string | null
  isApplicationProfile: boolean
}

/** The first letters of Bedrock ids of other vendors: their models are unknown here, their routes are not. */
const OTHER_VENDORS = new Set([
  'ai21', 'amazon', 'cohere', 'deepseek', 'google', 'luma', 'meta', 'minimax', 'mistral', 'moonshot', 'moonshotai', 'nvidia',
  'openai', 'qwen', 'stability', 'twelvelabs', 'writer', 'zai',
])

/** Prefixes of cross-Region profiles. Before `anthropic.` one that is not listed here is taken as a geography too. */
const ROUTE_PREFIX = /^(global|us-gov|us|eu|apac|jp|au|in|ca)(?=\.[a-z0-9]+\.)|^[a-z]{2,5}(?=\.anthropic\.)/

function buildIndex(): ReadonlyMap<string, string> {
  const index = new Map<string, string>()
  for (const facts of MODELS) {
    const bare = facts.bedrockId === null ? [] : [facts.bedrockId.replace(/^anthropic\./, '')]
    for (const name of [facts.id, ...facts.aliases, ...bare, ...facts.otherIds]) index.set(name, facts.id)
  }
  return index
}

const index = buildIndex()

/** `[1m]` is a client's mark for the long context window; `@20251001` is Google Cloud's spelling of a date. */
function lookUp(name: string): string | null {
  const plain = name.replace(/\[1m\]$/, '')
  const dated = plain.replace('@', '-')
  const withoutContext = dated.replace(/:\d+k$/, '')
  const withoutVersion = withoutContext.replace(/-v\d+(:\d+)?$/, '')
  const withoutDate = withoutVersion.replace(/-\d{8}$/, '')
  for (const spelling of [plain, dated, withoutContext, withoutVersion, withoutDate]) {
    const id = index.get(spelling)
    if (id !== undefined) return id
  }
  return null
}

interface Spelling {
  name: string
  route: Route | null
}

function routeOfPrefix(prefix: string): Route {
  return prefix === 'global' || prefix === 'us-gov' ? prefix : `geo-${prefix}`
}

/** Splits a Bedrock id into its routing prefix and the rest. Bare ids are in-Region calls. */
function splitRoute(id: string, gov: boolean): Spelling {
  const prefix = ROUTE_PREFIX.exec(id)?.[0]
  if (prefix !== undefined) {
    const rest = id.slice(prefix.length + 1)
    return { name: rest.replace(/^anthropic\./, ''), route: routeOfPrefix(prefix) }
  }
  const inRegion = gov ? 'us-gov' : 'region'
  if (id.startsWith('anthropic.')) return { name: id.slice('anthropic.'.length), route: inRegion }
  return { name: id, route: OTHER_VENDORS.has(id.split('.')[0] ?? '') && id.includes('.') ? inRegion : null }
}

interface Arn {
  kind: string
  id: string
  gov: boolean
}

/** Resource kind and id of an ARN; the id is what follows the last slash. */
function readArn(text: string): Arn | null {
  const match = /^arn:([^:]*):bedrock:([^:]*):[^:]*:([^/]+)\/(.+)$/.exec(text)
  if (match === null) return null
  const [, partition = '', region = '', kind = '', path = ''] = match
  return { kind, id: path.slice(path.lastIndexOf('/') + 1), gov: partition === 'aws-us-gov' || region.startsWith('us-gov') }
}

const unknown = (raw: string): ResolvedModel => ({
  model: raw, known: false, bedrockRoute: null, fast: false, profile: null, isApplicationProfile: false,
})

/** Gateways name the fast mode in the id; the price is then that of speed `fast`. */
const FAST_NAME = /^(.+)-fast(?:\[1m\])?$/

function resolveName(raw: string, spelling: Spelling): ResolvedModel {
  const direct = lookUp(spelling.name)
  const slow = FAST_NAME.exec(spelling.name)?.[1]
  const viaFast = direct === null && slow !== undefined ? lookUp(slow) : null
  const model = direct ?? viaFast
  const bedrockRoute = spelling.route
  return { ...unknown(raw), model: model ?? raw, known: model !== null, bedrockRoute, fast: viaFast !== null }
}

/**
 * What a model id says. An id that is not in the catalogue is returned as it was spelled, with `known` false: it is
 * unpriced and shown as such. Forms: https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
 * and https://platform.claude.com/docs/en/about-claude/models/overview (2026-11-22).
 */
export function resolveModel(raw: string): ResolvedModel {
  const text = raw.trim()
  const id = text.toLowerCase()
  if (!id.startsWith('arn:')) return resolveName(text, splitRoute(id.replace(/^(anthropic|bedrock)\//, ''), false))
  const arn = readArn(id)
  if (arn === null) return unknown(text)
  if (arn.kind === 'application-inference-profile') {
    return { ...unknown(text), profile: arn.id, isApplicationProfile: true }
  }
  const namesModel = arn.kind === 'inference-profile' || arn.kind === 'foundation-model'
  return namesModel ? resolveName(text, splitRoute(arn.id, arn.gov)) : unknown(text)
}
