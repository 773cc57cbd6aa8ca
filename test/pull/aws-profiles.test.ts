// What is read of the user's AWS config: names, Regions and ways of signing in, and nothing secret.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { listAwsProfiles } from '../../src/pull/aws-profiles.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-ledger-aws-'))
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'elsewhere-config'))
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'elsewhere-credentials'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

test('profiles of both files, each with its way of signing in', async () => {
  writeFileSync(join(folder, 'elsewhere-config'), [
    '[default]', 'region = us-east-1', '[profile sso]', 'sso_session = corp', 'sso_account_id = 111122223333', 'region = eu-west-1',
    '[sso-session corp]', 'sso_start_url = https://example.invalid/start',
    '[profile assumed]', 'role_arn = arn:aws:iam::111122223333:role/reader', 'source_profile = default',
    '[profile helper]', 'credential_process = /opt/helper --canary-argument', '[profile console]', 'login_session = arn:aws:iam::111122223333:user/ana',
    '[profile bare]', 'output = json',
  ].join('\n'))
  writeFileSync(join(folder, 'elsewhere-credentials'), [
    '[default]', 'aws_access_key_id = AKIACANARY', 'aws_secret_access_key = canary-secret', '[old]', 'aws_access_key_id = AKIACANARY', 'aws_secret_access_key = canary',
  ].join('\n'))
  const profiles = await listAwsProfiles()
  expect(profiles).toEqual([
    { name: 'assumed', region: null, signIn: 'role' }, { name: 'bare', region: null, signIn: 'other' },
    { name: 'console', region: null, signIn: 'login' }, { name: 'default', region: 'us-east-1', signIn: 'keys' },
    { name: 'helper', region: null, signIn: 'process' }, { name: 'old', region: null, signIn: 'keys' },
    { name: 'sso', region: 'eu-west-1', signIn: 'sso' },
  ])
  expect(JSON.stringify(profiles).toLowerCase()).not.toContain('canary')
})

test('without config there are none; what was added since is seen', async () => {
  expect(await listAwsProfiles()).toEqual([])
  writeFileSync(join(folder, 'elsewhere-config'), '[profile new]\nregion = eu-west-1\n')
  expect(await listAwsProfiles()).toMatchObject([{ name: 'new' }])
})
