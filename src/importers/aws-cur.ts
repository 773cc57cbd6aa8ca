// The importer of AWS Cost and Usage Reports: the legacy report and CUR 2.0, by the names of their columns. Owns which
// column says what; what a line charges for is aws-charge.ts's. The format's page is aws-cur.md.
import type { Origin, UsageRecord } from '../core/usage.ts'
import { ChargeReader, OTHER_SERVICE, type AwsLine, type Charge } from './aws-charge.ts'
import { cloudBillRecord, LineKeys, requireUsd, usd } from './aws-bill.ts'
import { meterOfRecordType } from './aws-line-type.ts'
import { principalOf } from './bedrock-caller.ts'
import { BillColumns, headerColumns, mapOf, snakeCase, sortedMap, textOrNull } from './bill-columns.ts'
import { periodFrom } from './bill-period.ts'
import { chosenTags } from './bill-tags.ts'
import { UnreadableField } from './fields.ts'
import type { Identification, Importer, ReadOptions, SourceHead } from './importer.ts'
import { accept, ignore, reject, type Outcome } from './outcome.ts'
import { RowReader, type Cells } from './row-reader.ts'

const ID = 'aws-cur'
const SCORE = 95

export const awsCur: Importer = {
  id: ID,
  title: 'AWS Cost and Usage Report',
  basis: 'bills',
  surest: SCORE,
  identify,
  read: (options, sink) => new CurReader(options, sink),
  readsColumn: (column) => !UNREAD.test(column),
}

/** Half of a report's columns, which say nothing here. */
const UNREAD = /^(?:reservation|savings_?plan|split_?line_?item|cost_?category|capacity_?reservation|discount)/i

const COSTS = ['line_item_unblended_cost', 'line_item_net_unblended_cost'] as const

function identify(head: SourceHead): Identification | null {
  if (!/line_?item[/_]/i.test(head.text.slice(0, 4096))) return null
  const columns = new Set(headerColumns(head).map(snakeCase))
  const isCur = columns.has('line_item_usage_type') && COSTS.some((cost) => columns.has(cost))
  return isCur ? { score: SCORE, framing: { kind: 'csv' } } : null
}

class CurReader extends RowReader {
  readonly #keys = new LineKeys(ID)
  readonly #charges = new ChargeReader()
  #columns: BillColumns | null = null

  protected override outcome(cells: Cells): Outcome {
    this.#columns ??= new BillColumns(Object.keys(cells), snakeCase)
    return this.#line(new CurLine(this.#columns, cells))
  }

  /** @throws UnreadableField */
  #line(line: CurLine): Outcome {
    if (!line.mayBeClaude) return ignore(OTHER_SERVICE)
    const reading = this.#charges.read(line.charged)
    if (reading.kind === 'ignore') return ignore(reading.reason)
    if (reading.kind === 'reject') return reject(reading.reason)
    return accept(recordOf(line, reading.charge, { options: this.options, keys: this.#keys }))
  }
}

/** @throws UnreadableField */
function recordOf(line: CurLine, charge: Charge, { options, keys }: { options: ReadOptions; keys: LineKeys }): UsageRecord {
  requireUsd(line.text('line_item_currency_code'), 'line_item_currency_code')
  const [start = null, end = null] = (line.text('identity_time_interval') ?? '').split('/')
  const period = periodFrom(
    line.text('line_item_usage_start_date') ?? start, line.text('line_item_usage_end_date') ?? end, 'line_item_usage_start_date',
  )
  const meter = meterOfRecordType(line.type)
  const billed = line.billed()
  return cloudBillRecord({
    importer: ID, period, charge, meter, billed, list: meter === null ? line.list(billed) : null,
    quantity: line.text('line_item_usage_amount'), estimated: line.isEstimated, origin: line.origin(options.tagKeys),
    reportKey: keys.next([period.startMs, period.endMs, ...line.identity()]),
  }, options)
}

/** Columns that say what a line is. Not its id, which is another in every delivery, its invoice, which comes at month's end, or amounts. */
const IDENTITY = [
  'line_item_line_item_type', 'line_item_usage_account_id', 'bill_payer_account_id', 'line_item_product_code', 'line_item_usage_type',
  'line_item_operation', 'line_item_resource_id', 'line_item_availability_zone', 'line_item_iam_principal',
  'line_item_line_item_description', 'line_item_tax_type', 'line_item_legal_entity', 'bill_billing_entity', 'bill_bill_type',
  'product_product_name', 'product_sku', 'product_region', 'product_region_code', 'pricing_rate_code', 'pricing_term',
] as const

const SERVICES = [
  'product_product_name', 'product_servicename', 'product_service_name', 'line_item_product_code', 'product_servicecode',
] as const

class CurLine {
  readonly #columns: BillColumns
  readonly #cells: Cells
  readonly #product: string | null
  readonly charged: AwsLine

  constructor(columns: BillColumns, cells: Cells) {
    this.#columns = columns
    this.#cells = cells
    // A map of every product's attributes; read only where it can matter.
    const product = columns.text(cells, 'product')
    this.#product = product !== null && /bedrock|claude/i.test(product) ? product : null
    this.charged = {
      usageType: this.text('line_item_usage_type'),
      services: this.#services(),
      resourceId: this.text('line_item_resource_id'),
      unit: this.text('pricing_unit'),
      sellers: [this.text('line_item_legal_entity'), this.text('bill_invoicing_entity')].filter((name) => name !== null),
    }
  }

  text(...columns: readonly string[]): string | null {
    return this.#columns.text(this.#cells, ...columns)
  }

  get type(): string | null {
    return this.text('line_item_line_item_type')
  }

  #services(): readonly string[] {
    const names = SERVICES.map((name) => this.text(name)).filter((name) => name !== null)
    if (this.#product === null) return names
    const mapped = mapOf(this.#product).filter(([key]) => /^(?:product_?name|service_?name|servicecode)$/i.test(key))
    return [...mapped.map(([, value]) => value), ...names]
  }

  /** Spares the reading of most lines: reports hold the whole account's. */
  get mayBeClaude(): boolean {
    const { usageType, resourceId, services } = this.charged
    if (this.#product !== null || (usageType !== null && /claude|anthropic|MP:/i.test(usageType))) return true
    const told = /bedrock|claude|anthropic/i
    return told.test(resourceId ?? '') || services.some((name) => told.test(name))
  }

  /** Unblended: discounts, credits and taxes are lines of their own beside it. */
  billed(): bigint {
    const column = COSTS.find((name) => this.text(name) !== null)
    const text = column === undefined ? null : this.text(column)
    if (column === undefined || text === null) throw new UnreadableField('line_item_unblended_cost is empty')
    return usd(text, column)
  }

  /** Marketplace lines state 0 for what they have no public price of. */
  list(billed: bigint): bigint | null {
    const text = this.text('pricing_public_on_demand_cost')
    const list = text === null ? null : usd(text, 'pricing_public_on_demand_cost')
    return list === 0n && billed !== 0n ? null : list
  }

  /** A bill has its invoice's number once it is final. */
  get isEstimated(): boolean {
    return this.#columns.has('bill_invoice_id') && this.text('bill_invoice_id') === null
  }

  origin(tagKeys: readonly string[]): Pick<Origin, 'account' | 'principal' | 'tags'> {
    const columns = this.#columns.starting('resource_tags_', 'iam_principal_').flatMap(([, name]) => {
      const value = textOrNull(this.#cells[name])
      return value === null ? [] : [[name, value] as const]
    })
    const maps = ['resource_tags', 'tags', 'iam_principal_tags'].flatMap((name) => mapOf(this.text(name)))
    return {
      account: this.text('line_item_usage_account_id'),
      principal: principalOf(this.text('line_item_iam_principal')),
      tags: chosenTags([...columns, ...maps], tagKeys),
    }
  }

  identity(): unknown[] {
    const tags = this.#columns.starting('resource_tags_').map(([, name]) => [name, textOrNull(this.#cells[name])])
    const maps = [this.text('resource_tags'), this.text('tags')].map(sortedMap)
    return [...IDENTITY.map((name) => this.text(name)), ...maps, ...tags.filter(([, value]) => value !== null).toSorted()]
  }
}
