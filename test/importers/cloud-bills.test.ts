// Which lines of AWS and FOCUS bills are Claude's, what they are identified by, and which heads are theirs.
import { describe, expect, test } from 'vitest'
import { NO_MODEL, OTHER_BEDROCK, OTHER_CLAUDE, OTHER_MODEL, OTHER_SERVICE, readCharge, type AwsLine } from '../../src/importers/aws-charge.ts'
import { awsCur } from '../../src/importers/aws-cur.ts'
import { meterOfRecordType } from '../../src/importers/aws-line-type.ts'
import { focus } from '../../src/importers/focus.ts'
import { meterOfCategory } from '../../src/importers/focus-charge.ts'
import { identify } from '../../src/importers/registry.ts'
import { collectRows, headOf } from './collecting-sink.ts'

const line = (over: Partial<AwsLine>): AwsLine => ({ usageType: null, services: [], resourceId: null, unit: null, sellers: [], ...over })
const MP = 'USE1-MP:USE1_InputTokenCount-Units'

describe('not Claude', () => {
  test.each([
    [{ usageType: 'USE1-BoxUsage:m5.large', services: ['AmazonEC2'] }, OTHER_SERVICE],
    [{ usageType: 'USE1-Nova2.0Lite-input-tokens', services: ['AmazonBedrock'] }, OTHER_MODEL],
    [{ usageType: MP, services: ['OpenAI GPT-6 (Amazon Bedrock Edition)'] }, OTHER_MODEL],
    [{ usageType: 'USE1-GuardrailsTextUnit', services: ['AmazonBedrock'] }, OTHER_BEDROCK],
    [{ usageType: null, services: ['Amazon Bedrock'] }, OTHER_BEDROCK],
    [{ usageType: 'USE1-MP:USE1_Seats-Units', services: ['Claude for Enterprise'] }, OTHER_CLAUDE],
    [{ usageType: 'USE1-MP:USE1_Hosts-Units', services: ['Some Firewall'] }, OTHER_SERVICE],
    [{ usageType: MP, services: ['Some Language Model'] }, OTHER_SERVICE],
    [{ services: ['Support'], sellers: ['Anthropic'] }, OTHER_CLAUDE],
    [{}, OTHER_SERVICE],
  ])('%j', (over, reason) => {
    expect(readCharge(line(over))).toEqual({ kind: 'ignore', reason })
  })

  test('tokens that may be Claude\'s are refused, not passed over', () => {
    expect(readCharge(line({ usageType: MP }))).toEqual({ kind: 'reject', reason: NO_MODEL })
    expect(readCharge(line({ usageType: MP, services: ['AmazonBedrock'] }))).toEqual({ kind: 'reject', reason: NO_MODEL })
  })
})

describe('Claude', () => {
  test.each([
    [{ usageType: 'USE1-Claude4.6Sonnet-input-tokens' }, { model: 'claude-sonnet-4-6', meter: 'uncachedInput', tokensPerUnit: 1000 }],
    [{ usageType: 'USE1-Claude4.6Sonnet-input-tokens', unit: '1M tokens' }, { tokensPerUnit: 1_000_000 }],
    [{ usageType: MP, services: ['Claude Opus 4.8 (Amazon Bedrock Edition)'], unit: 'Units' }, { model: 'claude-opus-4-8', tokensPerUnit: 1_000_000 }],
    [{ usageType: MP, services: ['Claude Opus 4.8 (Amazon Bedrock Edition)'], unit: '1K tokens' }, { tokensPerUnit: 1000 }],
    [{ usageType: MP, services: ['Claude Opus 4.8 (Amazon Bedrock Edition)'], unit: '1M TPM Hour' }, { tokensPerUnit: null }],
    [{ usageType: MP, sellers: ['Anthropic'], services: ['x1'] }, { model: 'unknown', meter: 'uncachedInput' }],
    [{ usageType: 'USE1-Claude3Haiku-Customization-Storage', services: ['AmazonBedrock'] }, { model: 'claude-3-haiku-20240307', meter: 'other' }],
    [{ services: ['Claude Platform on AWS'] }, { platform: 'claude-platform-aws', route: 'unknown', meter: 'other', tokensPerUnit: null }],
    [{ usageType: MP, resourceId: 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-5' }, { model: 'claude-opus-5', route: 'region' }],
    [{ usageType: MP, resourceId: 'arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-opus-5' }, { route: 'geo-us' }],
    [{
      usageType: 'USE1-MP:USE1_InputTokenCount_Global-Units',
      resourceId: 'arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-opus-5',
    }, { route: 'global' }],
    [{
      usageType: 'USE1-Claude9Opus-input-tokens', resourceId: 'arn:aws:bedrock:us-east-1:1:application-inference-profile/abc123',
    }, { model: 'Claude9Opus', rawModel: 'Claude9Opus', profile: 'abc123' }],
  ])('%j', (over, charge) => {
    expect(readCharge(line(over))).toMatchObject({ kind: 'charge', charge })
  })
})

test.each([
  ['Usage', null], ['DiscountedUsage', null], ['SavingsPlanCoveredUsage', null], ['Fee', null], ['RIFee', null], [null, null],
  ['Tax', 'tax'], ['Credit', 'credit'], ['Refund', 'credit'], ['EdpDiscount', 'discount'], ['BundledDiscount', 'discount'],
  ['PrivateRateDiscount', 'discount'], ['SppDiscount', 'discount'], ['Enterprise Discount Program Discount', 'discount'],
  ['Discount', 'discount'], ['SavingsPlanNegation', 'discount'],
])('line type %s', (type, meter) => {
  expect(meterOfRecordType(type)).toBe(meter)
})

test.each([
  ['Usage', 1n, null], ['Purchase', 1n, null], [null, 1n, null], ['Tax', 1n, 'tax'], ['Credit', -1n, 'credit'],
  ['Adjustment', -1n, 'credit'], ['Adjustment', 1n, 'other'],
] as const)('charge category %s of %s', (category, billed, meter) => {
  expect(meterOfCategory(category, billed)).toBe(meter)
})

describe('identity of a report\'s line', () => {
  const CUR = {
    'identity/LineItemId': 'a', 'lineItem/LineItemType': 'Usage', 'lineItem/UsageStartDate': '2026-11-03T00:00:00Z',
    'lineItem/UsageType': 'USE1-Claude4.6Sonnet-input-tokens', 'lineItem/UsageAmount': '1', 'lineItem/UnblendedCost': '0.0033',
    'pricing/unit': '1K tokens', 'bill/InvoiceId': '', 'resourceTags/user:surface': 'search',
  }
  const key = (over: Record<string, string>) => collectRows(awsCur, [{ ...CUR, ...over }]).records[0]?.reportKey

  test('a later delivery: another id, other amounts, an invoice', () => {
    const later = { 'identity/LineItemId': 'b', 'lineItem/UsageAmount': '2', 'lineItem/UnblendedCost': '0.0066', 'bill/InvoiceId': '77' }
    expect(key(later)).toBe(key({}))
  })

  test.each([
    { 'lineItem/LineItemType': 'Tax' }, { 'lineItem/UsageStartDate': '2026-11-04T00:00:00Z' }, { 'resourceTags/user:surface': 'voice' },
    { 'lineItem/UsageType': 'USE1-Claude4.6Sonnet-output-tokens' }, { 'lineItem/UsageAccountId': '1' }, { 'lineItem/ResourceId': 'arn:x' },
  ])('%j is another line', (over) => {
    expect(key(over)).not.toBe(key({}))
  })

  test('a column that the next delivery adds empty changes nothing', () => {
    expect(key({ 'resourceTags/user:later': '', 'lineItem/TaxType': '' })).toBe(key({}))
  })
})

describe('identification', () => {
  const LEGACY = 'identity/LineItemId,lineItem/UsageStartDate,lineItem/UsageType,lineItem/UnblendedCost,product/ProductName'
  const CUR2 = 'line_item_usage_type,line_item_unblended_cost,line_item_usage_start_date,product,resource_tags'
  const FOCUS = 'AvailabilityZone,BilledCost,ChargeCategory,ChargePeriodStart,ServiceName,Tags'

  test.each([[LEGACY, 'aws-cur'], [CUR2, 'aws-cur'], [`"${CUR2.replaceAll(',', '","')}"`, 'aws-cur'], [FOCUS, 'focus'], [FOCUS.toLowerCase(), 'focus']])(
    '%s', (header, id) => {
      expect(identify(headOf(`${header}\r\nx`))).toMatchObject({ importer: { id }, identification: { framing: { kind: 'csv' } } })
    },
  )

  test.each(['line_item_usage_type,a', 'BilledCost,a', 'a line_item_usage_type,line_item_unblended_cost', ''])('%j is neither', (header) => {
    expect(awsCur.identify(headOf(header))).toBeNull()
    expect(focus.identify(headOf(header))).toBeNull()
  })
})
