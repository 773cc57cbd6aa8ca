// What a line in FOCUS columns charges for: AWS lines as any AWS bill's, others by publisher and description. Owns the
// choice of quantity and the meaning of charge categories; knows no amounts.
import type { Meter } from '../core/bill.ts'
import type { Platform, Route } from '../core/usage.ts'
import { OTHER_SERVICE, namedModel, readCharge, type Charge, type ChargeReading } from './aws-charge.ts'
import { readUsageType, tokensPerUnit } from './aws-usage-type.ts'
import { readDescription } from './charge-words.ts'
import { claudeNameIn, isBedrockEdition, namesClaude } from './claude-name.ts'
import { UNNAMED_MODEL } from './report-row.ts'

/** The cells that say what is charged; null where empty, `NULL` or absent. */
export interface FocusLine {
  /** Everybody named as provider, publisher or issuer. */
  parties: readonly string[]
  services: readonly string[]
  /** Usage type and meter, where AWS gives them. */
  meters: readonly string[]
  description: string | null
  resourceId: string | null
  quantities: readonly { amount: string | null; unit: string | null }[]
}

export interface FocusCharge {
  reading: ChargeReading
  quantity: string | null
}

export function focusCharge(line: FocusLine): FocusCharge {
  const isAws = line.parties.some((party) => /\baws\b|amazon/i.test(party))
  const reading = isAws ? awsReading(line) : otherReading(line)
  if (reading.kind !== 'charge') return { reading, quantity: null }
  const chosen = line.quantities.find(({ amount, unit }) => amount !== null && perUnit(reading.charge, unit) !== null)
  const charge = { ...reading.charge, tokensPerUnit: chosen === undefined ? null : perUnit(reading.charge, chosen.unit) }
  return { reading: { kind: 'charge', charge }, quantity: chosen?.amount ?? null }
}

/** 0 stands for "the unit says nothing": then what the usage type's grammar says. */
function perUnit(charge: Charge, unit: string | null): number | null {
  const stated = tokensPerUnit(unit, 0)
  return stated === 0 ? charge.tokensPerUnit : stated
}

const IN_DESCRIPTION = /\b[A-Z]{2,4}\d{0,2}-(?:MP:|Claude|anthropic\.)[\w.:-]+/

function awsReading(line: FocusLine): ChargeReading {
  const description = line.description ?? ''
  const candidates = [...line.meters, IN_DESCRIPTION.exec(description)?.[0] ?? '']
  const usageType = candidates.find((text) => readUsageType(text) !== null) ?? null
  const said = usageType === null ? null : readUsageType(usageType)
  const isNameless = said === null || said.grammar === 'marketplace'
  const reading = readCharge({
    usageType, services: isNameless ? withModel(line) : line.services, resourceId: line.resourceId, unit: null,
    sellers: line.parties,
  })
  return reading.kind === 'charge' && usageType === null ? { ...reading, charge: inWords(reading.charge, description) } : reading
}

/** Without a usage type or an edition's name, the description of a Bedrock charge may name the model. */
function withModel({ services, description }: FocusLine): readonly string[] {
  const name = claudeNameIn(description ?? '')
  const isOpen = name !== null && !services.some(isBedrockEdition) && services.some((service) => /bedrock|marketplace/i.test(service))
  return isOpen ? [`${name} (Amazon Bedrock Edition)`, ...services] : services
}

/** Marketplace counts in millions of tokens, https://aws.amazon.com/bedrock/pricing/; other units must name themselves. */
function inWords(charge: Charge, description: string): Charge {
  const { meter, route, tier, promptRange } = readDescription(description)
  const isMarketplace = /^AWS Marketplace software usage\|/i.test(description)
  const known: Route = charge.route === 'unknown' ? route ?? 'unknown' : charge.route
  return { ...charge, meter, route: known, tier, promptRange, tokensPerUnit: isMarketplace ? 1_000_000 : null }
}

const PLATFORM_OF: readonly (readonly [party: RegExp, platform: Platform])[] = [
  [/microsoft|azure/i, 'foundry'],
  [/google|gcp/i, 'google-cloud'],
  [/anthropic/i, 'anthropic'],
]

/** The first provider named; Anthropic last, who is publisher on the others' marketplaces. */
function otherReading(line: FocusLine): ChargeReading {
  const platform = PLATFORM_OF.find(([party]) => line.parties.some((name) => party.test(name)))?.[1]
  const texts = [...line.parties, ...line.services, ...line.meters, line.description ?? '']
  if (platform === undefined || !texts.some(namesClaude)) return { kind: 'ignore', reason: OTHER_SERVICE }
  const words = readDescription([...line.meters, line.description ?? ''].join(' '))
  const name = texts.map(claudeNameIn).find((found) => found !== null) ?? null
  const { raw, model } = name === null ? { raw: UNNAMED_MODEL, model: UNNAMED_MODEL } : namedModel(name)
  const charge: Charge = {
    platform, rawModel: raw, model, tokensPerUnit: null, profile: null, ...words, route: words.route ?? 'unknown',
  }
  return { kind: 'charge', charge }
}

/**
 * The meter of a charge category; null where usage and description say it. An adjustment that takes money back is a
 * credit. https://focus.finops.org/focus-columns/ (read 2026-11-22)
 */
export function meterOfCategory(category: string | null, billed: bigint): Meter | null {
  const spelled = category?.toLowerCase() ?? 'usage'
  if (spelled === 'tax') return 'tax'
  if (spelled === 'credit' || spelled === 'refund') return 'credit'
  if (spelled === 'discount') return 'discount'
  if (spelled === 'adjustment') return billed < 0n ? 'credit' : 'other'
  return null
}
