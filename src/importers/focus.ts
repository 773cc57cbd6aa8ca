// The importer of cost exports in FOCUS columns, 1.0 to 1.2, of any provider. Owns which column says what; what a line
// charges for is focus-charge.ts's. The format's page is focus.md.
import type { UsageRecord } from '../core/usage.ts'
import { OTHER_SERVICE, type Charge } from './aws-charge.ts'
import { cloudBillRecord, LineKeys, requireUsd, usd } from './aws-bill.ts'
import { BillColumns, headerColumns, headerLine, mapOf, sortedMap } from './bill-columns.ts'
import { periodFrom } from './bill-period.ts'
import { chosenTags } from './bill-tags.ts'
import { UnreadableField } from './fields.ts'
import { focusCharge, meterOfCategory, type FocusLine } from './focus-charge.ts'
import type { Identification, Importer, ReadOptions, SourceHead } from './importer.ts'
import { accept, ignore, reject, type Outcome } from './outcome.ts'
import { RowReader, type Cells } from './row-reader.ts'

const ID = 'focus'
const SCORE = 95

export const focus: Importer = {
  id: ID,
  title: 'FOCUS cost export',
  basis: 'bills',
  surest: SCORE,
  identify,
  read: (options, sink) => new FocusReader(options, sink),
}

/** `BilledCost`, `billed_cost` and `billedcost` alike. */
function squash(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

const NEEDED = ['billedcost', 'chargeperiodstart', 'chargecategory', 'servicename'] as const

function identify(head: SourceHead): Identification | null {
  if (!/billed_?cost/i.test(headerLine(head))) return null
  const columns = new Set(headerColumns(head).map(squash))
  return NEEDED.every((column) => columns.has(column)) ? { score: SCORE, framing: { kind: 'csv' } } : null
}

class FocusReader extends RowReader {
  readonly #keys = new LineKeys(ID)
  #columns: BillColumns | null = null

  protected override outcome(cells: Cells): Outcome {
    const columns = this.#columns ??= new BillColumns(Object.keys(cells), squash)
    const text: CellText = (...names) => columns.text(cells, ...names)
    // An invoice's number comes when the bill is final; FOCUS has the column since 1.2.
    const estimated = columns.has('invoiceid') && text('invoiceid') === null
    return this.#line(text, estimated)
  }

  /** @throws UnreadableField */
  #line(text: CellText, estimated: boolean): Outcome {
    const line = lineOf(text)
    if (!mayBeClaude(line)) return ignore(OTHER_SERVICE)
    const { reading, quantity } = focusCharge(line)
    if (reading.kind === 'ignore') return ignore(reading.reason)
    if (reading.kind === 'reject') return reject(reading.reason)
    const reportKey = (start: number, end: number) => this.#keys.next([start, end, sortedMap(text('tags')), ...IDENTITY.map((name) => text(name))])
    return accept(recordOf({ text, charge: reading.charge, quantity, estimated, reportKey }, this.options))
  }
}

/** The first of some columns that says something. */
type CellText = (...columns: readonly string[]) => string | null

function lineOf(text: CellText): FocusLine {
  const said = (names: readonly string[]) => names.map((name) => text(name)).filter((cell) => cell !== null)
  return {
    parties: said(['providername', 'serviceprovidername', 'hostprovidername', 'publishername', 'invoiceissuername', 'xpublishername']),
    services: said(['servicename', 'xservicecode', 'xservicename', 'productname', 'xproductname']),
    meters: said(['xusagetype', 'skumeter', 'xskumetername', 'xskudescription', 'xskumetersubcategory', 'skuid', 'resourcename']),
    description: text('chargedescription'),
    resourceId: text('resourceid'),
    quantities: [
      { amount: text('consumedquantity'), unit: text('consumedunit') },
      { amount: text('pricingquantity'), unit: text('pricingunit') },
    ],
  }
}

/** Spares the reading of most lines: exports hold the whole account's. */
function mayBeClaude(line: FocusLine): boolean {
  const told = /bedrock|claude|anthropic|MP:/i
  const texts = [...line.services, ...line.meters, ...line.parties, line.description ?? '', line.resourceId ?? '']
  return texts.some((text) => told.test(text))
}

/** Columns that say what a line is; never its amounts, quantities or invoice. */
const IDENTITY = [
  'chargecategory', 'chargeclass', 'chargefrequency', 'chargedescription', 'billingaccountid', 'subaccountid', 'providername',
  'publishername', 'invoiceissuername', 'servicename', 'skuid', 'skupriceid', 'skumeter', 'resourceid', 'regionid',
  'availabilityzone', 'pricingcategory', 'commitmentdiscountid', 'commitmentdiscountstatus', 'consumedunit', 'xusagetype',
  'xoperation', 'xservicecode',
] as const

interface ReadLine {
  text: CellText
  charge: Charge
  quantity: string | null
  estimated: boolean
  reportKey: (startMs: number, endMs: number) => string
}

/** @throws UnreadableField */
function recordOf({ text, charge, quantity, estimated, reportKey }: ReadLine, options: ReadOptions): UsageRecord {
  requireUsd(text('billingcurrency'), 'BillingCurrency')
  const period = periodFrom(text('chargeperiodstart'), text('chargeperiodend'), 'ChargePeriodStart')
  const written = text('billedcost')
  if (written === null) throw new UnreadableField('BilledCost is empty')
  const billed = usd(written, 'BilledCost')
  const meter = meterOfCategory(text('chargecategory'), billed)
  return cloudBillRecord({
    importer: ID, period, charge, meter, billed, list: meter === null ? listOf(text('listcost'), billed) : null, quantity, estimated,
    origin: { account: text('subaccountid', 'billingaccountid'), principal: null, tags: chosenTags(mapOf(text('tags')), options.tagKeys) },
    reportKey: reportKey(period.startMs, period.endMs),
  }, options)
}

/** Some exports write 0 where there is no list price. */
function listOf(text: string | null, billed: bigint): bigint | null {
  const list = text === null ? null : usd(text, 'ListCost')
  return list === 0n && billed !== 0n ? null : list
}
