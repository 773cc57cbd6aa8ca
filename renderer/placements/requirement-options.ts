// The answers that can be given to the first question, and how a rule is called in a narrow column. Pure.
import { formatUsdExact, parseUsd } from '../../src/core/money.ts'
import {
  BILLS, CLOUDS, COMPLIANCE, GEOGRAPHIES, type Bill, type Cloud, type Compliance, type Geography,
} from '../../src/core/placement-facts.ts'
import type { DecidedSurface } from '../../src/api/contract/placement-shapes.ts'

export type Requirements = DecidedSurface['requirements']
type Kind = 'residency' | 'network' | 'bill' | 'compliance'

const GEOGRAPHY: Readonly<Record<Geography, string>> = {
  us: 'the US', eu: 'the EU', apac: 'Asia Pacific', jp: 'Japan', au: 'Australia', in: 'India', ca: 'Canada', 'us-gov': 'AWS GovCloud',
}
const CLOUD: Readonly<Record<Cloud, string>> = { aws: 'AWS', 'google-cloud': 'Google Cloud', azure: 'Azure' }
const LINK: Readonly<Record<Cloud, string>> = {
  aws: 'PrivateLink', 'google-cloud': 'Private Service Connect', azure: 'Private Link',
}
const BILL: Readonly<Record<Bill, string>> = { ...CLOUD, anthropic: 'Anthropic' }
const PAPER: Readonly<Record<Compliance, string>> = {
  hipaa: 'HIPAA readiness', 'fedramp-high': 'FedRAMP High', 'zero-data-retention': 'Zero data retention',
}

const WORDS: Readonly<Record<string, string>> = {
  ...GEOGRAPHY, ...BILL, ...PAPER, us: 'US', eu: 'EU', 'us-gov': 'GovCloud',
}

/** One word for a narrow column: `EU`, `AWS`, `HIPAA readiness`. */
export const shortValue = (value: string): string => WORDS[value] ?? value

/** Heads of the columns that say whether a placement satisfies what is asked. */
export const KIND_HEADS: Readonly<Record<string, string>> = {
  residency: 'Residency', privateNetwork: 'Network', iam: 'IAM', bill: 'Bill', compliance: 'Paper',
}

/** `Residency: EU`; what a check is called in a list. */
export const KIND_NAMES: Readonly<Record<string, string>> = {
  residency: 'Residency', privateNetwork: 'Private network', iam: 'IAM', bill: 'Procurement', compliance: 'Compliance',
}

export interface RequirementRow {
  kind: Kind
  label: string
  /** Shown while nothing is asked for. */
  none: string
  options: readonly { value: string; label: string; patch: Partial<Requirements> }[]
}

const networkKey = (network: Cloud | null, iam: Cloud | null) => `${network ?? ''}+${iam ?? ''}`

function networkOptions(): RequirementRow['options'] {
  const both = CLOUDS.map((cloud) => ({ network: cloud, iam: cloud, label: `${CLOUD[cloud]}: ${LINK[cloud]} and IAM` }))
  const lone = CLOUDS.flatMap((cloud) => [
    { network: cloud, iam: null, label: `${CLOUD[cloud]}: ${LINK[cloud]}` },
    { network: null, iam: cloud, label: `${CLOUD[cloud]}: IAM` },
  ])
  return [...both, ...lone].map(({ network, iam, label }) =>
    ({ value: networkKey(network, iam), label, patch: { privateNetwork: network, iam } }))
}

export const REQUIREMENT_ROWS: readonly RequirementRow[] = [
  {
    kind: 'residency', label: 'Residency', none: 'May be processed anywhere',
    options: GEOGRAPHIES.map((value) => ({ value, label: `Processed in ${GEOGRAPHY[value]} only`, patch: { residency: value } })),
  },
  { kind: 'network', label: 'Private network', none: 'The public address will do', options: networkOptions() },
  {
    kind: 'bill', label: 'Procurement', none: 'Any bill will do',
    options: BILLS.map((value) => ({ value, label: `On the bill of ${BILL[value]}`, patch: { bill: value } })),
  },
  {
    kind: 'compliance', label: 'Compliance paper', none: 'None asked for',
    options: COMPLIANCE.map((value) => ({ value, label: PAPER[value], patch: { compliance: value } })),
  },
]

const NOTHING: Readonly<Record<Kind, Partial<Requirements>>> = {
  residency: { residency: null }, network: { privateNetwork: null, iam: null }, bill: { bill: null }, compliance: { compliance: null },
}

/** The chosen option of a row; null: not asked for. A mix of two clouds has no option of its own. */
export function chosenOption(row: RequirementRow, requirements: Requirements): string | null {
  if (row.kind !== 'network') return requirements[row.kind]
  const { privateNetwork, iam } = requirements
  return privateNetwork === null && iam === null ? null : networkKey(privateNetwork, iam)
}

/** Asked for a row's `value`, or with null for nothing there. */
export function withOption(requirements: Requirements, row: RequirementRow, value: string | null): Requirements {
  const option = row.options.find((one) => one.value === value)
  return { ...requirements, ...(option?.patch ?? NOTHING[row.kind]) }
}

export function withoutHard(requirements: Requirements): Requirements {
  return { ...requirements, residency: null, privateNetwork: null, iam: null, bill: null, compliance: null }
}

/** Exact USD text of a typed amount; null for none. */
export function usdText(value: number): string | null {
  return value <= 0 ? null : formatUsdExact(parseUsd(value.toFixed(2)))
}

const RULES = {
  latency: 'Latency', 'newest-model': 'Newest models', 'many-providers': 'Many providers', 'no-constraint': 'No constraint',
} as const

/** `Residency: EU`, with how many more where several are asked for. */
export function ruleText({ rule, constraints }: Pick<DecidedSurface, 'rule' | 'constraints'>): string {
  if (rule !== 'hard-requirement') return RULES[rule]
  const [first, ...rest] = constraints
  if (first === undefined) return 'Hard requirement'
  const more = rest.length === 0 ? '' : ` +${rest.length}`
  return `${KIND_NAMES[first.kind] ?? first.kind}: ${shortValue(first.value)}${more}`
}
