// Whatever the bytes, a reader neither throws nor loses count: accepted + ignored + rejected = entries + extra.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adminUsageReport } from '../../src/importers/admin-usage-report.ts'
import { bedrockInvocationLog } from '../../src/importers/bedrock-invocation-log.ts'
import { consoleUsageCsv } from '../../src/importers/console-usage-csv.ts'
import { collectEntries, collectRows, headOf, type Collected } from './collecting-sink.ts'

const BEDROCK_KEYS = [
  'schemaType', 'timestamp', 'modelId', 'operation', 'input', 'output', 'inputTokenCount', 'outputTokenCount', 'events',
  'results', 'message', '@message', 'messageType', 'logEvents', 'outputBodyJson', 'usage', 'cacheDetails', 'ttl', 'field',
  'value', 'identity', 'arn', 'requestMetadata', 'input.inputTokenCount', 'iterations', 'type', '__proto__', 'constructor',
]
const REPORT_KEYS = [
  'data', 'results', 'starting_at', 'ending_at', 'uncached_input_tokens', 'output_tokens', 'cache_creation', 'model',
  'service_tier', 'inference_geo', 'context_window', 'workspace_id', 'server_tool_use',
]
const TEXTS = ['DATA_MESSAGE', 'ModelInvocationLog', 'Converse', '5m', '2026-11-01', '2026-11-02', '{"modelId":"x","input":{}}']

function jsonOf(keys: readonly string[]) {
  const leaf = fc.oneof(fc.constantFrom(null, true, 0, 5, -1, 1.5, 1e300, ...TEXTS), fc.string())
  return fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, depthSize: 'small' },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 8 }),
    ),
  })).value
}

function total({ records, ignored, rejected }: Collected): number {
  return records.length + ignored.length + rejected.length
}

describe('JSON of every shape', () => {
  test.each([
    [bedrockInvocationLog, BEDROCK_KEYS],
    [adminUsageReport, REPORT_KEYS],
  ])('%#', (importer, keys) => {
    fc.assert(
      fc.property(fc.array(jsonOf(keys), { maxLength: 5 }), fc.nat(400), (values, cut) => {
        const texts = values.map((value) => JSON.stringify(value))
        texts.push((texts[0] ?? '').slice(0, cut))
        const seen = collectEntries(importer, texts)
        expect(total(seen)).toBe(texts.length + seen.extra)
        for (const text of texts) importer.identify(headOf(text))
      }),
      { numRuns: 500 },
    )
  })

  test.each([bedrockInvocationLog, adminUsageReport])('a hundred thousand brackets', (importer) => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    const seen = collectEntries(importer, [deep, deep.slice(9), '{"events":'.repeat(50_000)])
    expect(total(seen)).toBe(3 + seen.extra)
    expect(importer.identify(headOf(deep))).toBeNull()
  })
})

test('CSV rows of every content', () => {
  const columns = ['usage_date_utc', 'model_version', 'usage_output_tokens', 'context_window', 'speed', '@message', 'modelId']
  const cells = fc.dictionary(fc.constantFrom(...columns), fc.oneof(fc.string(), fc.constantFrom('2026-11-01', '7', ...TEXTS)))
  fc.assert(
    fc.property(fc.array(cells), (rows) => {
      for (const importer of [consoleUsageCsv, bedrockInvocationLog]) {
        const seen = collectRows(importer, rows)
        expect(total(seen)).toBe(rows.length + seen.extra)
      }
    }),
  )
})
