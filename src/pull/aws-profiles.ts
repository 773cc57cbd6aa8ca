// Names of the profiles in the user's AWS config, and how each signs in. Reads no key: the values of keys are not kept.
// Where the files are: https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html (read 2026-11-22)
import { parseKnownFiles } from '@smithy/core/config'
import { problem } from '../core/problem.ts'

export interface AwsProfile {
  name: string
  region: string | null
  signIn: 'keys' | 'sso' | 'role' | 'process' | 'login' | 'other'
}

/** By name. Files that are not there hold none. Throws a ProblemError for a file that cannot be read. */
export async function listAwsProfiles(): Promise<AwsProfile[]> {
  const profiles = await parseKnownFiles({ ignoreCache: true }).catch(() => {
    throw problem(
      'unreadable-aws-config', 'Your AWS config cannot be read.',
      'Check ~/.aws/config and ~/.aws/credentials, or the files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name.',
    )
  })
  return Object.entries(profiles)
    .filter(([name]) => !OTHER_SECTION.test(name))
    .map(([name, settings]) => ({ name, region: textOf(settings['region']), signIn: signInOf(settings) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** The loader gives sections that are not profiles with their kind before a dot. */
const OTHER_SECTION = /^(?:sso-session|services)\./

/** In the order in which the SDK looks for them: https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html */
function signInOf(settings: Readonly<Record<string, string | undefined>>): AwsProfile['signIn'] {
  const has = (key: string) => textOf(settings[key]) !== null
  if (has('role_arn')) return 'role'
  if (has('aws_access_key_id') && has('aws_secret_access_key')) return 'keys'
  if (has('credential_process')) return 'process'
  if (has('sso_session') || has('sso_account_id') || has('sso_start_url')) return 'sso'
  return has('login_session') ? 'login' : 'other'
}

const textOf = (value: string | undefined): string | null => (value === undefined || value.trim() === '' ? null : value.trim())
