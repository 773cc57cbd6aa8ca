// Formats in words, by the importer's id. Owns no format.
const FORMAT_NAMES: Readonly<Record<string, string>> = {
  'bedrock-invocation-log': 'Bedrock invocation logs',
  'bedrock-batch-output': 'Bedrock batch output',
  'cloudwatch-metrics': 'CloudWatch metrics',
  'cloudwatch-pull': 'CloudWatch pull',
  'messages-response': 'Messages API logs',
  'sse-stream': 'Messages API streams',
  'message-batch-results': 'Message Batches results',
  'claude-code-transcript': 'Claude Code transcripts',
  'claude-code-result': 'Claude Code session results',
  'admin-usage-report': 'Admin usage report',
  'analytics-usage': 'Usage analytics',
  'claude-code-analytics': 'Claude Code analytics',
  'console-usage-csv': 'Console usage CSV',
  'anthropic-names': 'Names of keys and workspaces',
  'admin-cost-report': 'Admin cost report',
  'analytics-cost': 'Cost analytics',
  'console-cost-csv': 'Console cost CSV',
  'aws-cur': 'AWS Cost and Usage Report',
  focus: 'FOCUS cost and usage',
  'cost-explorer': 'AWS Cost Explorer',
}

/** A format in words; one not named here keeps its id. */
export function formatName(importer: string): string {
  return FORMAT_NAMES[importer] ?? importer
}

/** All formats of an import; says so where none was recognised. */
export function formatNames(importers: readonly string[]): string {
  return importers.length === 0 ? 'No known format' : importers.map(formatName).join(', ')
}
