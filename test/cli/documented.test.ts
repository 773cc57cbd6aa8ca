// docs/command-line.md: it has every command with its usage line, and what it shows is what is really printed.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { PULL_POLICY } from '../../src/pull/pull-policy.ts'
import { ADMIN_KEY, FakeAdmin } from '../pull/fake-admin.ts'
import { FakeCloudWatch } from '../pull/fake-cloudwatch.ts'
import { DOCUMENTED_FILES } from './documented-logs.ts'
import { runCli, Workplace } from './run-cli.ts'

vi.setConfig({ testTimeout: 120_000 })

const PAGE = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'command-line.md'), 'utf8')

/** Blocks of one command and what it prints; a line `…` stands for lines left out. */
const EXAMPLES = [...PAGE.matchAll(/```console\n\$ npm run -s cli -- (.+)\n([^]*?)```/g)].map(([, command = '', output = '']) => ({ command, output }))

/** The time an import started and the day of a record are others each time; the page has no carriage returns. */
const timeless = (text: string) => text.replaceAll('\r', '')
  .replaceAll(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}/g, 'DAY TIME').replaceAll(/, \d{4}-\d{2}-\d{2} to \d{4}-\d{2}-\d{2}/g, ', DAY to DAY').replace(/^Written .*$/m, 'Written DAY.')

/** What the page's pulls ask, in place of the addresses it names. */
const [cloudWatch, admin] = [new FakeCloudWatch(), new FakeAdmin()]
const endpoints = new Map<string, string>()
const PULL_ENV = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example-secret', AWS_CONFIG_FILE: '/nonexistent',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent', ANTHROPIC_ADMIN_KEY: ADMIN_KEY,
}

async function startServers(): Promise<void> {
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  admin.bucketsAPage = 31
  admin.rows = [{ day: yesterday, output: 20 }]
  admin.costs = [{ day: yesterday, amount: '12.5' }]
  admin.keys = [{ id: 'apikey_1', name: 'support-bot' }]
  cloudWatch.series = ['us.anthropic.claude-opus-5-5', 'us.anthropic.claude-haiku-5-5'].map((model) => ({
    namespace: 'AWS/Bedrock', metric: 'InputTokenCount', dimensions: { ModelId: model }, points: { [`${yesterday}T10:00:00Z`]: 100 },
  }))
  endpoints.set('http://127.0.0.1:4566', await cloudWatch.start()).set('http://127.0.0.1:4567', await admin.start())
}

let place: Workplace
beforeAll(async () => {
  place = new Workplace()
  await startServers()
  for (const [name, content] of Object.entries(DOCUMENTED_FILES)) place.file(name, content)
})
afterAll(async () => {
  place.remove()
  await Promise.all([cloudWatch.stop(), admin.stop()])
})

const argumentsOf = (command: string) =>
  command.split(' ').map((word) => (word in DOCUMENTED_FILES ? join(place.folder, word) : endpoints.get(word) ?? word))

describe('the page about the command line', () => {
  test('has every command with its usage line', async () => {
    const { stdout: help } = await runCli(['help'])
    const commands = [...help.matchAll(/^ {2}(\w+) .*\n {3,}(.+)$/gm)].map(([, name = '', usage = '']) => ({ name, usage }))
    expect(commands.length).toBeGreaterThan(7)
    for (const { name, usage } of commands) {
      expect(PAGE).toContain(`## ${name}\n`)
      expect(PAGE).toContain(`npm run -s cli -- ${usage}\n`)
    }
  })

  test('shows an example of every command', () => {
    const headings = [...PAGE.replaceAll(/```[^]*?```/g, '').matchAll(/^## (\w+)$/gm)].map(([, name]) => name)
    // A rebuild needs a damaged ledger, and says what it did on the error stream.
    expect(headings.filter((name) => !EXAMPLES.some(({ command }) => command.split(' ')[0] === name))).toEqual(['rebuild'])
  })

  test('shows what is really printed, in the order of the page', async () => {
    for (const { command, output } of EXAMPLES) {
      const { stdout } = await runCli([...argumentsOf(command), '--db', place.db], PULL_ENV)
      const printed = timeless(stdout)
      let from = 0
      for (const piece of timeless(output).split(/^…\n/m)) {
        const found = printed.indexOf(piece, from)
        expect(found, `${command} does not print:\n${piece}\nbut:\n${stdout}`).toBeGreaterThanOrEqual(from)
        from = found + piece.length
      }
      if (!output.includes('…')) expect([command, printed]).toEqual([command, timeless(output)])
    }
  })

  test('shows the policy that the window offers to copy', () => {
    const shown: unknown[] = [...PAGE.matchAll(/```json\n([^]*?)```/g)].map(([, text = '']) => JSON.parse(text))
    expect(shown).toContainEqual(PULL_POLICY)
  })
})
