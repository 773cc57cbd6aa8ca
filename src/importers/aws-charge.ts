// Says of one line of an AWS bill whether it is Claude's, and what it charges for. Owns which services are Claude's;
// knows no file format and no amounts.
import { resolveModel, type ResolvedModel } from '../core/model-id.ts'
import type { Meter } from '../core/bill.ts'
import type { Pass, Platform, Route } from '../core/usage.ts'
import { readUsageType, tokensPerUnit, type AwsUsageType } from './aws-usage-type.ts'
import { isBedrockEdition, modelByName, namesClaude, withoutEdition } from './claude-name.ts'
import { UNNAMED_MODEL } from './report-row.ts'

/** What a line says of what it charges for; null where its format has no such column or the cell is empty. */
export interface AwsLine {
  usageType: string | null
  /** Names and codes of product and service, the most telling first. */
  services: readonly string[]
  /** An ARN; of Bedrock it may name the model or an application profile. */
  resourceId: string | null
  /** Of the quantity. */
  unit: string | null
  /** Who sells or invoices it. */
  sellers: readonly string[]
}

export interface Charge {
  platform: Platform
  route: Route
  model: string
  rawModel: string
  meter: Meter
  tier: string
  promptRange: Pass['promptRange']
  /** Null where the quantity is not tokens. */
  tokensPerUnit: number | null
  profile: string | null
}

export type ChargeReading =
  | { kind: 'charge'; charge: Charge }
  | { kind: 'ignore'; reason: string }
  | { kind: 'reject'; reason: string }

export const OTHER_SERVICE = 'charge of another service'
export const OTHER_MODEL = 'Bedrock charge for a model other than Claude'
export const OTHER_BEDROCK = 'Bedrock charge that names no model (guardrails, knowledge bases, storage and the like)'
export const OTHER_CLAUDE = 'charge for a Claude product other than its API'
export const NO_MODEL = 'charge for tokens without the name of the model: the service or product name is missing'

const MOST_REMEMBERED = 5000

/** Reads charges, and remembers: a report has few kinds of lines, and many of each. One a file. */
export class ChargeReader {
  readonly #known = new Map<string, ChargeReading>()

  read(line: AwsLine): ChargeReading {
    const kind = JSON.stringify([line.usageType, line.services, line.resourceId, line.unit, line.sellers])
    const known = this.#known.get(kind)
    if (known !== undefined) return known
    const reading = readCharge(line)
    if (this.#known.size >= MOST_REMEMBERED) this.#known.clear()
    this.#known.set(kind, reading)
    return reading
  }
}

/** A charge, or why it is none. Reasons are fixed phrases. */
export function readCharge(line: AwsLine): ChargeReading {
  const edition = line.services.find(isBedrockEdition)
  if (edition !== undefined && !namesClaude(edition)) return { kind: 'ignore', reason: OTHER_MODEL }
  const usage = readUsageType(line.usageType ?? '')
  if (edition !== undefined) return charge(line, usage, namedModel(withoutEdition(edition)))
  if (line.services.some((name) => /claude (?:platform|consumption)/i.test(name))) return { kind: 'charge', charge: CONSUMPTION_UNITS }
  if (usage !== null && usage.modelName !== null && namesClaude(usage.modelName)) return charge(line, usage, namedModel(usage.modelName))
  const resource = line.resourceId === null ? null : resolveModel(line.resourceId)
  if (resource?.known === true && line.resourceId !== null) return charge(line, usage, { ...resource, raw: line.resourceId })
  return withoutClaudesName(line, usage)
}

function withoutClaudesName(line: AwsLine, usage: AwsUsageType | null): ChargeReading {
  const isBedrock = line.services.some((name) => /bedrock/i.test(name)) || /:bedrock:/.test(line.resourceId ?? '')
  if (usage?.grammar === 'marketplace') {
    const isAnthropics = line.sellers.some(namesClaude) && usage.meter !== 'other'
    if (isAnthropics) return charge(line, usage, { raw: UNNAMED_MODEL, model: UNNAMED_MODEL })
    const isNameless = isBedrock || line.services.length === 0
    return isNameless && usage.meter !== 'other' ? { kind: 'reject', reason: NO_MODEL } : { kind: 'ignore', reason: otherOf(line) }
  }
  if (!isBedrock) return { kind: 'ignore', reason: otherOf(line) }
  if (namesClaude(line.usageType ?? '')) return charge(line, null, namedModel(line.usageType ?? ''))
  return { kind: 'ignore', reason: usage?.modelName === undefined ? OTHER_BEDROCK : OTHER_MODEL }
}

function otherOf(line: AwsLine): string {
  return [...line.services, ...line.sellers].some(namesClaude) ? OTHER_CLAUDE : OTHER_SERVICE
}

/**
 * Anthropic's own platform sold through AWS Marketplace: one meter of consumption units, without models or tokens.
 * https://platform.claude.com/docs/en/build-with-claude/claude-platform-on-aws (read 2026-08-22)
 */
const CONSUMPTION_UNITS: Charge = {
  platform: 'claude-platform-aws', route: 'unknown', model: UNNAMED_MODEL, rawModel: UNNAMED_MODEL, meter: 'other',
  tier: 'standard', promptRange: null, tokensPerUnit: null, profile: null,
}

interface NamedModel {
  raw: string
  model: string
}

/** Written names by the catalogue, ids (mantle's) as everywhere; a name that neither knows stays as it is. */
export function namedModel(raw: string): NamedModel {
  const resolved = resolveModel(raw)
  return { raw, model: resolved.known ? resolved.model : modelByName(raw) ?? raw }
}

function charge(line: AwsLine, usage: AwsUsageType | null, { raw, model }: NamedModel): ChargeReading {
  const resource = line.resourceId === null ? null : resolveModel(line.resourceId)
  return {
    kind: 'charge',
    charge: {
      platform: 'bedrock',
      route: routeOf(usage, resource),
      model,
      rawModel: raw,
      meter: usage?.meter ?? 'other',
      tier: usage?.tier ?? 'standard',
      promptRange: usage?.promptRange ?? null,
      tokensPerUnit: usage === null ? null : tokensPerUnit(line.unit, usage.tokensPerUnit),
      profile: resource?.isApplicationProfile === true ? resource.profile : null,
    },
  }
}

/** A geographic profile is billed as its Region is, but where the resource names the profile the route is known. */
function routeOf(usage: AwsUsageType | null, resource: ResolvedModel | null): Route {
  const geo = resource?.bedrockRoute?.startsWith('geo-') === true ? resource.bedrockRoute : null
  if (usage === null) return geo ?? 'unknown'
  return usage.route === 'region' && geo !== null ? geo : usage.route
}
