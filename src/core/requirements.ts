// What a surface must have, as three questions in order, and whether a placement satisfies it. Knows no prices.
import { placementKey } from './placement.ts'
import {
  holds, type Bill, type Choices, type Cloud, type Compliance, type Geography, type Known, type PlacementFacts,
} from './placement-facts.ts'

/** The kinds of hard requirement, in the order in which they are asked and told. */
export const REQUIREMENT_KINDS = ['residency', 'privateNetwork', 'iam', 'bill', 'compliance'] as const
export type RequirementKind = (typeof REQUIREMENT_KINDS)[number]

/** Answers for one surface. Null and false: not asked for. */
export interface Requirements {
  surface: string
  /** Question 1: a hard requirement. */
  residency: Geography | null
  privateNetwork: Cloud | null
  iam: Cloud | null
  bill: Bill | null
  compliance: Compliance | null
  /** Question 2: what the surface stands or falls with. */
  core: 'latency' | 'newest-model' | null
  /** Question 3. */
  manyProviders: boolean
  /** USD a month that a hard requirement brings with it: private endpoints, logging. Null: not entered. */
  fixedMonthlyUsd: string | null
  /** USD a month for the gateway of question 3. Null: not entered. */
  gatewayMonthlyUsd: string | null
  /** Placements (`bedrock/geo-eu`) for which the user holds proof of what is unknown here. */
  confirmed: readonly string[]
  note: string | null
}

export function noRequirements(surface: string): Requirements {
  return {
    surface, residency: null, privateNetwork: null, iam: null, bill: null, compliance: null,
    core: null, manyProviders: false, fixedMonthlyUsd: null, gatewayMonthlyUsd: null, confirmed: [], note: null,
  }
}

export interface Asked {
  kind: RequirementKind
  value: string
}

/** The hard requirements of a surface. */
export function askedOf(requirements: Requirements): Asked[] {
  return REQUIREMENT_KINDS.flatMap((kind) => {
    const value = requirements[kind]
    return value === null ? [] : [{ kind, value }]
  })
}

/** How a placement stands to one requirement. */
export interface Check extends Asked {
  satisfied: Known
  /** True where the user holds proof of what is unknown here. */
  confirmed: boolean
  sources: readonly string[]
  checkedOn: string
  note: string | null
}

function checkOne(asked: Asked, facts: PlacementFacts, confirmed: boolean): Check {
  const choices: Choices<string> = facts[asked.kind]
  const known = holds(choices, asked.value)
  const { sources, checkedOn, note } = choices
  const proven = known === 'unknown' && confirmed
  return { ...asked, satisfied: proven ? 'yes' : known, confirmed: proven, sources, checkedOn, note }
}

/** Every hard requirement of a surface against one placement. */
export function checksOf(requirements: Requirements, facts: PlacementFacts): Check[] {
  const confirmed = requirements.confirmed.includes(placementKey(facts))
  return askedOf(requirements).map((asked) => checkOne(asked, facts, confirmed))
}

/** Only what is known to be satisfied satisfies: a hard requirement is not met by silence. */
export function satisfies(checks: readonly Check[]): boolean {
  return checks.every(({ satisfied }) => satisfied === 'yes')
}
