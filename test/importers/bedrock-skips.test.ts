// Which objects of a log bucket are skipped by name.
import { expect, test } from 'vitest'
import { skippedBedrockObject } from '../../src/importers/bedrock-skips.ts'

const HOUR = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2026/11/03/08'
const ID = '5b1e1f0a-0001-4000-8000-000000000005'

test.each([
  `${HOUR}/data/${ID}_input.json.gz`,
  `logs/${HOUR}/data/${ID}_output.json.gz`,
  `${HOUR}/data/anything.bin`,
  `data/${ID}_input_media_00.pdf`,
  `${ID}_output.json`,
  `C:\\logs\\${ID}_output.json`,
  'AWSLogs/111122223333/BedrockModelInvocationLogs/amazon-bedrock-logs-permission-check',
  'export/aws-logs-write-test',
  'aws-logs-write-test.gz',
])('skipped: %s', (name) => {
  expect(skippedBedrockObject(name)).not.toBeNull()
})

test.each([
  `${HOUR}/20261103T081527000Z_0f1e2d3c.json.gz`,
  'data/20261103T081527000Z_0f1e2d3c.json.gz',
  'my_output.json',
  'log.ndjson',
])('read: %s', (name) => {
  expect(skippedBedrockObject(name)).toBeNull()
})
