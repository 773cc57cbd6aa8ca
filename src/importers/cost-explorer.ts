// The importer of AWS Cost Explorer replies, as `aws ce get-cost-and-usage` prints them. Owns the reading of groups; what
// a group charges for is aws-charge.ts's. The format's page is cost-explorer.md.
import { NO_MODEL, OTHER_BEDROCK, readCharge, type ChargeReading } from './aws-charge.ts'
import { cloudBillRecord, requireUsd, usd, type Period } from './aws-bill.ts'
import { meterOfRecordType } from './aws-line-type.ts'
import { groupsOf, type Dimensions } from './cost-explorer-groups.ts'
import { arrayAt, isObject, objectAt, textAt, UnreadableField, type JsonObject } from './fields.ts'
import type { Identification, Importer, SourceHead } from './importer.ts'
import { JsonReader } from './json-reader.ts'
import { leadingKeys } from './json-run.ts'
import { accept, ignore, outcomeOf, reject, type Outcome } from './outcome.ts'
import { parseUtcTime } from './utc-time.ts'

const ID = 'cost-explorer'
const SCORE = 94

export const costExplorer: Importer = {
  id: ID,
  title: 'AWS Cost Explorer reply',
  basis: 'bills',
  surest: SCORE,
  identify,
  read: (options, sink) => new CostExplorerReader(options, sink),
}

function identify({ text }: SourceHead): Identification | null {
  const { inArray, keys } = leadingKeys(text)
  const isReply = keys.includes('ResultsByTime') || keys.includes('GroupDefinitions')
  const isResult = keys.includes('TimePeriod') || (keys.includes('Groups') && keys.includes('Estimated') && text.includes('"TimePeriod"'))
  return isReply || isResult ? { score: SCORE, framing: { kind: 'values', path: inArray ? [] : null } } : null
}

class CostExplorerReader extends JsonReader {
  /** A reply, or one period of a reply. At least one outcome. */
  protected override outcomes(value: unknown): Outcome[] {
    if (!isObject(value)) return [reject('not a Cost Explorer reply')]
    const results = 'ResultsByTime' in value ? arrayAt(value, 'ResultsByTime').filter(isObject) : [value]
    const outcomes = results.flatMap((result) => this.#period(result, arrayAt(value, 'GroupDefinitions')))
    return outcomes.length === 0 ? [ignore('reply without costs')] : outcomes
  }

  #period(result: JsonObject, definitions: readonly unknown[]): Outcome[] {
    const groups = arrayAt(result, 'Groups').filter(isObject)
    if (groups.length === 0) return [total(objectAt(result, 'Total'))]
    return groups.map((group) => outcomeOf(() => {
      const dimensions = groupsOf(arrayAt(group, 'Keys'), definitions)
      return this.#group({ dimensions, metrics: objectAt(group, 'Metrics'), result })
    }))
  }

  /** @throws UnreadableField */
  #group({ dimensions, metrics, result }: Group): Outcome {
    const reading = chargeOf(dimensions, metrics)
    if (reading.kind === 'ignore') return ignore(reading.reason)
    const amounts = amountsOf(metrics)
    if (reading.kind === 'reject') return amounts.billed === 0n ? ignore('no cost') : reject(reading.reason)
    const period = periodOf(objectAt(result, 'TimePeriod'))
    const { account, recordType, usageType, tags } = dimensions
    return accept(cloudBillRecord({
      importer: ID, period, charge: reading.charge, meter: meterOfRecordType(recordType), ...amounts,
      quantity: usageType === null ? null : textAt(objectAt(metrics, 'UsageQuantity'), 'Amount'),
      estimated: result['Estimated'] === true,
      origin: { account, principal: null, tags: chosen(tags, this.options.tagKeys) },
      reportKey: JSON.stringify([ID, period.startMs, period.endMs, ...dimensions.keys]),
    }, this.options))
  }
}

interface Group {
  dimensions: Dimensions
  metrics: JsonObject
  result: JsonObject
}

const NO_SERVICE = 'total of all services: group by SERVICE and USAGE_TYPE'
const ALL_OF_BEDROCK = 'Bedrock of all models together: group by USAGE_TYPE too'
const NO_EDITION = 'tokens of AWS Marketplace without the model: group by SERVICE too'

/** Services that sell models; other Bedrock services (AgentCore) do not. */
const INFERENCE = /^amazon ?bedrock(?: ?service| ?foundation ?models)?$/i

/** A total is of everything in the account, Claude or not. */
function total(metrics: JsonObject): Outcome {
  return outcomeOf(() => {
    const isEmpty = Object.keys(metrics).length === 0 || amountsOf(metrics).billed === 0n
    return isEmpty ? ignore('period without costs') : reject(NO_SERVICE)
  })
}

function chargeOf({ usageType, service, resourceId }: Dimensions, metrics: JsonObject): ChargeReading {
  if (usageType === null && service === null) return { kind: 'reject', reason: NO_SERVICE }
  const unit = textAt(objectAt(metrics, 'UsageQuantity'), 'Unit')
  const reading = readCharge({ usageType, services: service === null ? [] : [service], resourceId, unit, sellers: [] })
  if (reading.kind === 'reject' && reading.reason === NO_MODEL) return { kind: 'reject', reason: NO_EDITION }
  const isWhole = usageType === null && reading.kind === 'ignore' && reading.reason === OTHER_BEDROCK && INFERENCE.test(service ?? '')
  return isWhole ? { kind: 'reject', reason: ALL_OF_BEDROCK } : reading
}

/** In order of trust. With both of the first two, the second is the cost before discounts. */
const METRICS = ['NetUnblendedCost', 'UnblendedCost', 'NetAmortizedCost', 'AmortizedCost', 'BlendedCost'] as const

/** @throws UnreadableField */
function amountsOf(metrics: JsonObject): { billed: bigint; list: bigint | null } {
  const name = METRICS.find((metric) => isObject(metrics[metric]))
  if (name === undefined) throw new UnreadableField('no cost metric')
  const hasBoth = name === 'NetUnblendedCost' && isObject(metrics['UnblendedCost'])
  return { billed: amountAt(metrics, name), list: hasBoth ? amountAt(metrics, 'UnblendedCost') : null }
}

/** @throws UnreadableField */
function amountAt(metrics: JsonObject, name: string): bigint {
  const metric = objectAt(metrics, name)
  const amount = metric['Amount']
  if (typeof amount !== 'string' && typeof amount !== 'number') throw new UnreadableField(`${name} has no amount`)
  requireUsd(textAt(metric, 'Unit'), `${name}'s unit`)
  return usd(String(amount), name)
}

/** @throws UnreadableField */
function periodOf(period: JsonObject): Period {
  const startMs = parseUtcTime(textAt(period, 'Start') ?? '')
  const endMs = parseUtcTime(textAt(period, 'End') ?? '')
  if (startMs === null) throw new UnreadableField('TimePeriod.Start is not a time')
  if (endMs === null || endMs <= startMs) throw new UnreadableField('TimePeriod.End is not a later time')
  return { startMs, endMs }
}

function chosen(tags: Readonly<Record<string, string>>, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => keys.includes(key)))
}
