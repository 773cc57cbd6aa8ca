// Names of the objects that lie beside invocation logs in a bucket and hold no records. By name, because the bodies
// under `data/` are requests and replies that other importers could take for usage of their own.
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html (read 2026-11-22)

const BODY_OBJECT = /(?:^|\/)[0-9a-f]{8}-[0-9a-f-]{27}_(?:input|output)(?:_media_\d+)?\.[\w.]+$/i
const BODY_FOLDER = /\/BedrockModelInvocationLogs\/(?:[^/]+\/)*data\//

const PROBES: Readonly<Record<string, string>> = {
  'amazon-bedrock-logs-permission-check': 'written by Bedrock to test its access',
  'aws-logs-write-test': 'written by CloudWatch Logs to test its access',
}

/** Why a source is skipped rather than read, in a few words; null for every other name. */
export function skippedBedrockObject(name: string): string | null {
  const path = name.replaceAll('\\', '/')
  const base = path.slice(path.lastIndexOf('/') + 1).replace(/\.gz$/, '')
  const probe = Object.hasOwn(PROBES, base) ? PROBES[base] : undefined
  if (probe !== undefined) return probe
  const isBody = BODY_OBJECT.test(path) || BODY_FOLDER.test(`/${path}`)
  return isBody ? 'request or response body, its record lies elsewhere' : null
}
