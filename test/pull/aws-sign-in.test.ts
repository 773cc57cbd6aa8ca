// Ways of signing in, with the SDK's own code: a credential process, a role assumed at an STS of our own, and what a call
// that never ends does to a cancel.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { planCloudWatch, type CloudWatchAsk } from '../../src/pull/cloudwatch.ts'
import { NOW_MS } from '../api/test-backend.ts'
import { AWS_ENV, FakeCloudWatch, isTcp } from './fake-cloudwatch.ts'
import { problemIn } from './pulling.ts'

vi.setConfig({ testTimeout: 30_000 })

let fake: FakeCloudWatch
let endpoint: string
let folder: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'token-ledger-aws-'))
  for (const [name, value] of Object.entries(AWS_ENV)) vi.stubEnv(name, value)
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'))
  vi.stubEnv('HOME', folder)
  fake = new FakeCloudWatch()
  endpoint = await fake.start()
  fake.series = [{ namespace: 'AWS/Bedrock', metric: 'InputTokenCount', dimensions: { ModelId: 'us.anthropic.claude-opus-5-5' }, points: {} }]
})
afterEach(async () => {
  await fake.stop()
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const config = (...lines: string[]) => writeFileSync(join(folder, 'config'), `${lines.join('\n')}\n`)

async function planned(given: Partial<CloudWatchAsk> = {}, signal = new AbortController().signal) {
  const plan = await planCloudWatch({
    profile: 'work', regions: [], endpoint, from: null, to: null, nowMs: NOW_MS, remembered: () => undefined, ...given,
  }, signal)
  plan.close()
  return plan
}

/** A program that prints `text` as AWS asks of a credential process. */
function program(text: string): string {
  const path = join(folder, 'helper.sh')
  writeFileSync(path, `#!/bin/sh\n${text}\n`)
  chmodSync(path, 0o755)
  return path
}

const keys = (Expiration: string) => JSON.stringify({ Version: 1, AccessKeyId: 'AKIDPROCESS', SecretAccessKey: 'canary-secret', SessionToken: 't', Expiration })

describe('a credential process', () => {
  test('signs the calls; its Region and account are the profile\'s', async () => {
    config('[profile work]', `credential_process = ${program(`echo '${keys('2099-01-01T00:00:00Z')}'`)}`, 'region = eu-west-1')
    expect((await planned()).regions).toMatchObject([{ region: 'eu-west-1', models: ['us.anthropic.claude-opus-5-5'] }])
    expect(fake.keyIds).toContain('AKIDPROCESS')
  })

  test.each([
    ['fails', 'echo canary >&2; exit 3'], ['prints no credentials', 'echo canary'], ['prints expired ones', `echo '${keys('2001-01-01T00:00:00Z')}'`],
  ])('that %s is told, without what it printed', async (_what, text) => {
    config('[profile work]', `credential_process = ${program(text)}`, 'region = eu-west-1')
    const told = await problemIn(planned())
    expect(told).toMatchObject({ code: 'no-credentials', message: expect.stringContaining('work') })
    expect(JSON.stringify(told)).not.toContain('canary')
  })

  test('that never ends does not hold up a cancel', async () => {
    config('[profile work]', `credential_process = ${program('sleep 2')}`, 'region = eu-west-1')
    const cancel = new AbortController()
    const plan = problemIn(planned({}, cancel.signal))
    cancel.abort()
    expect(await plan).toBeInstanceOf(Error)
    expect(fake.asked).toEqual([])
  })
})

describe('an assumed role', () => {
  let sts: Server
  let asked: string[]
  beforeEach(async () => {
    asked = []
    sts = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        asked.push(Buffer.concat(parts).toString())
        response.writeHead(200, { 'content-type': 'text/xml' }).end(`<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
          <AssumedRoleUser><AssumedRoleId>AROA:x</AssumedRoleId><Arn>arn:aws:sts::111122223333:assumed-role/reader/x</Arn></AssumedRoleUser>
          <Credentials><AccessKeyId>AKIDASSUMED</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
          </AssumeRoleResult></AssumeRoleResponse>`)
      })
    })
    await new Promise<void>((resolve) => sts.listen(0, '127.0.0.1', resolve))
    const address = sts.address()
    vi.stubEnv('AWS_ENDPOINT_URL_STS', `http://127.0.0.1:${isTcp(address) ? address.port : 0}`)
  })
  afterEach(() => new Promise((resolve) => sts.close(resolve)))

  test('is asked for with the keys of the source profile', async () => {
    config(
      '[profile base]', 'aws_access_key_id = AKIDBASE', 'aws_secret_access_key = s',
      '[profile work]', 'role_arn = arn:aws:iam::111122223333:role/reader', 'source_profile = base', 'region = us-east-2',
    )
    expect((await planned()).regions).toMatchObject([{ region: 'us-east-2' }])
    expect(asked).toHaveLength(1)
    expect(asked[0]).toContain('Action=AssumeRole')
    expect(fake.keyIds).toContain('AKIDASSUMED')
  })
})

test('a profile that is not there is told with those that are', async () => {
  config('[profile base]', 'region = us-east-1')
  expect(await problemIn(planned())).toEqual({ code: 'unknown-profile', message: 'Your AWS config has no profile work.', remedy: 'It has: base.' })
})

test('a profile added while the app runs is found', async () => {
  config('[profile base]', 'region = us-east-1')
  await problemIn(planned())
  config('[profile work]', 'aws_access_key_id = AKIDNEW', 'aws_secret_access_key = s', 'region = us-east-1')
  await planned()
  expect(fake.keyIds).toContain('AKIDNEW')
})

describe('a service that', () => {
  beforeEach(() => config('[profile work]', 'aws_access_key_id = AKID', 'aws_secret_access_key = s', 'region = us-east-1'))

  test('never answers is given up, and a cancel does not wait for it', async () => {
    fake.faults.ListMetrics = Array.from({ length: 10 }, () => 'silent' as const)
    expect(await problemIn(planned({ silenceMs: 20 }))).toMatchObject({ code: 'no-connection' })
    const cancel = new AbortController()
    const plan = problemIn(planned({}, cancel.signal))
    cancel.abort()
    expect(await plan).toBeInstanceOf(Error)
  })

  test('breaks the connection is asked again', async () => {
    fake.faults.ListMetrics = ['cut', 'cut']
    expect((await planned()).regions).toMatchObject([{ models: ['us.anthropic.claude-opus-5-5'] }])
  })

  test.each([
    ['Signature expired: 20261105T000000Z is now earlier than 20261105T120000Z', 'InvalidSignatureException', 'clock-skew'],
    ['The security token included in the request is expired', 'ExpiredTokenException', 'credentials-expired'],
    ['Rate exceeded', 'ThrottlingException', 'throttled'],
    ['no', 'OptInRequired', 'cloudwatch-failed'],
  ])('says "%s" (%s)', async (message, code, expected) => {
    fake.faults.ListMetrics = Array.from({ length: 10 }, () => ({ status: 400, code, message }))
    const told = await problemIn(planned())
    expect(told).toMatchObject({ code: expected, remedy: expect.any(String) })
    expect(JSON.stringify(told)).not.toContain(message)
  })

  test('answers with something else', async () => {
    fake.faults.ListMetrics = [{ body: 'hello' }, { body: { Metrics: [], NextToken: 'again' } }, { body: { Metrics: [], NextToken: 'again' } }]
    // A text in place of an answer lists nothing; the newer endpoint's list then names the same page for ever.
    expect(await problemIn(planned())).toMatchObject({ code: 'cloudwatch-pages' })
  })
})
