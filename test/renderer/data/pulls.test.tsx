// Data's tab of live pulls on the fake bridge: cost before pull, the key's field, schedules, and how results are told.
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { openApp, type OpenOptions } from '../harness-app.tsx'
import { noPulls, type FakePulls } from '../fake-pulls.ts'

const KEY = 'sk-ant-admin01-canary-0123456789'

async function openPulls(options: OpenOptions = {}) {
  const bridge = openApp('data?tab=pulls', options)
  const card = async (name: string) => within(await screen.findByRole('region', { name }))
  const [cloudWatch, anthropic] = [await card('CloudWatch'), await card('Anthropic Admin API')]
  const called = (method: string) => bridge.calls.filter((call) => call.method === method).map((call) => call.input)
  return { bridge, cloudWatch, anthropic, called }
}

/** The made-up account with a few fields of one kind changed. */
function pullsWith(kind: 'cloudwatch' | 'anthropic', change: Partial<FakePulls['pulls'][number]>): Partial<FakePulls> {
  return { pulls: noPulls().pulls.map((one) => (one.kind === kind ? { ...one, ...change } : one)) }
}

const plan = { kind: 'cloudwatch' as const, profile: null, regions: ['us-east-1'], from: null, to: null }

describe('the first time', () => {
  it('asks nothing outside, and says that nothing goes out by itself', async () => {
    const { cloudWatch, anthropic, called } = await openPulls()
    expect(cloudWatch.getByText('Nothing was pulled from here yet.')).toBeTruthy()
    expect(anthropic.getByText(/Enter an Admin key first/)).toBeTruthy()
    expect(anthropic.getByRole('button', { name: 'Pull' })).toHaveProperty('disabled', true)
    expect(['pulls.plan', 'pulls.start', 'pulls.setSchedule'].flatMap(called)).toEqual([])
  })

  it('has no barrier that axe can find', async () => {
    await openPulls()
    const { violations } = await axe.run(document.body, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    })
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  })

  it('a state that cannot be read says so in the panel', async () => {
    openApp('data?tab=pulls', { fail: ['pulls.state'] })
    expect(await screen.findByText('pulls.state fails here.')).toBeTruthy()
  })
})

describe('CloudWatch', () => {
  it('tells the cost, then pulls exactly that plan', async () => {
    const { cloudWatch, called } = await openPulls()
    fireEvent.change(cloudWatch.getByRole('textbox', { name: 'Regions' }), {
      target: { value: 'us-east-1, eu-west-1' },
    })
    fireEvent.click(cloudWatch.getByRole('button', { name: 'What will it cost?' }))
    const told = within(await cloudWatch.findByRole('group', { name: 'What the pull will cost' }))
    expect(told.getByText('eu-west-1')).toBeTruthy()
    expect(called('pulls.start')).toEqual([])
    fireEvent.click(told.getByRole('button', { name: /^Pull for \$0\.00042/ }))
    await waitFor(() => expect(called('pulls.start')).toEqual([{ planId: 'plan-1' }]))
    expect(called('pulls.plan')).toEqual([{ request: { ...plan, regions: ['us-east-1', 'eu-west-1'] } }])
    expect(await cloudWatch.findByRole('status', { name: 'Pulling' })).toBeTruthy()
  })

  it('another Region than the planned one needs another plan', async () => {
    const { cloudWatch } = await openPulls()
    fireEvent.click(cloudWatch.getByRole('button', { name: 'What will it cost?' }))
    await cloudWatch.findByRole('button', { name: /^Pull for/ })
    fireEvent.change(cloudWatch.getByRole('textbox', { name: 'Regions' }), { target: { value: 'eu-west-1' } })
    expect(await cloudWatch.findByRole('button', { name: 'What will it cost?' })).toBeTruthy()
    expect(cloudWatch.getByRole('radio', { name: 'Hourly' })).toHaveProperty('disabled', true)
  })

  it('a word that is no Region is named and not asked for', async () => {
    const { cloudWatch } = await openPulls()
    fireEvent.change(cloudWatch.getByRole('textbox', { name: 'Regions' }), { target: { value: 'frankfurt' } })
    expect(cloudWatch.getByText(/frankfurt is not a Region/)).toBeTruthy()
    expect(cloudWatch.getByRole('button', { name: 'What will it cost?' })).toHaveProperty('disabled', true)
  })

  it('a plan that fails says why and what to do', async () => {
    const { cloudWatch } = await openPulls({ fail: ['pulls.plan'] })
    fireEvent.click(cloudWatch.getByRole('button', { name: 'What will it cost?' }))
    expect((await cloudWatch.findByRole('alert')).textContent).toBe(
      'pulls.plan fails here. Try again. Nothing was charged.',
    )
  })

  it('is scheduled at the cost that was told', async () => {
    const pulls = pullsWith('cloudwatch', { lastPlan: { request: plan, cost: '420000000', atMs: 1 } })
    const { cloudWatch, called } = await openPulls({ pulls })
    fireEvent.click(cloudWatch.getByRole('radio', { name: 'Daily' }))
    await waitFor(() =>
      expect(called('pulls.setSchedule')).toEqual([
        { kind: 'cloudwatch', every: 'daily', request: plan, agreedCost: '420000000' },
      ]),
    )
    expect(await cloudWatch.findByText(/^Next run:/)).toBeTruthy()
    expect(cloudWatch.getByText(/you agreed to/)).toBeTruthy()
    fireEvent.click(cloudWatch.getByRole('radio', { name: 'Off' }))
    await waitFor(() => expect(called('pulls.setSchedule').at(-1)).toMatchObject({ every: 'off' }))
  })

  it('a failed pull shows its sentence and remedy; a running one can be cancelled', async () => {
    const lastProblem = { code: 'sso-expired', message: 'The sign-in has expired.', remedy: 'Run "aws sso login".' }
    const { cloudWatch, called } = await openPulls({
      pulls: pullsWith('cloudwatch', { lastState: 'failed', lastFinishedAtMs: 1, lastProblem, runningJobId: 'job-7' }),
    })
    expect(cloudWatch.getByRole('alert').textContent).toBe('The sign-in has expired. Run "aws sso login".')
    fireEvent.click(within(cloudWatch.getByRole('status', { name: 'Pulling' })).getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(called('jobs.cancel')).toEqual([{ id: 'job-7' }]))
  })
})

describe('the end of a pull', () => {
  const job = {
    id: 'pull-9', kind: 'pull' as const, state: 'done' as const, label: 'CloudWatch eu-west-1', source: null, format: null,
    sourcesDone: 1, sourcesTotal: 1, bytesRead: 0, bytesTotal: null, startedAtMs: 0, elapsedMs: 400, importId: null,
    tally: { entries: 1, accepted: 1, duplicates: 0, ignored: 0, rejected: 0 }, problem: null,
  }

  it('is told by its card, and by a toast anywhere else', async () => {
    const { bridge } = await openPulls()
    act(() => bridge.emit({ type: 'job', job }))
    expect(screen.queryByText(/CloudWatch eu-west-1 was pulled/)).toBeNull()
    act(() => {
      window.location.hash = '#/data'
      bridge.emit({ type: 'job', job: { ...job, id: 'pull-10' } })
    })
    expect(await screen.findByText('CloudWatch eu-west-1 was pulled')).toBeTruthy()
    expect(screen.getByText(/^1 entry accepted/)).toBeTruthy()
  })
})

describe('the Admin key', () => {
  const typeKey = (card: Awaited<ReturnType<typeof openPulls>>['anthropic'], text: string) => {
    fireEvent.change(card.getByLabelText('Admin key'), { target: { value: text } })
    fireEvent.click(card.getByRole('button', { name: 'Use this key' }))
  }

  it('is typed unseen, sent once, and nothing of it stays but its ending', async () => {
    const { anthropic, called } = await openPulls()
    expect(anthropic.getByLabelText('Admin key')).toHaveProperty('type', 'password')
    expect(anthropic.getByRole('radio', { name: /keychain/ })).toHaveProperty('disabled', true)
    typeKey(anthropic, KEY)
    expect(anthropic.getByLabelText('Admin key')).toHaveProperty('value', '')
    expect(await anthropic.findByText('Ends in 6789')).toBeTruthy()
    expect(called('pulls.setAdminKey')).toEqual([{ key: KEY, keep: 'this-run' }])
    const page = [
      document.documentElement.outerHTML,
      window.location.href,
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
    ]
    expect(page.join('\n')).not.toContain('canary')
    fireEvent.click(anthropic.getByRole('button', { name: 'Pull' }))
    await waitFor(() =>
      expect(called('pulls.start')).toEqual([
        { request: { kind: 'anthropic', parts: ['usage', 'cost', 'names'], from: null, to: null } },
      ]),
    )
  })

  it('goes to the keychain by default where there is one, and can be forgotten', async () => {
    const { anthropic, called } = await openPulls({
      pulls: { adminKey: { held: 'none', keychain: 'available', ending: null } },
    })
    typeKey(anthropic, KEY)
    await waitFor(() => expect(called('pulls.setAdminKey')).toEqual([{ key: KEY, keep: 'keychain' }]))
    fireEvent.click(await anthropic.findByRole('button', { name: 'Forget this key' }))
    await waitFor(() => expect(called('pulls.forgetAdminKey')).toHaveLength(1))
    expect(await anthropic.findByLabelText('Admin key')).toBeTruthy()
  })

  it('an ordinary key is not sent', async () => {
    const { anthropic, called } = await openPulls()
    typeKey(anthropic, 'sk-ant-api03-canary-0123456789')
    expect(await anthropic.findByText(/ordinary API key/)).toBeTruthy()
    expect(called('pulls.setAdminKey')).toEqual([])
  })

  it('a refusal is told without it', async () => {
    const { anthropic } = await openPulls({ fail: ['pulls.setAdminKey'] })
    typeKey(anthropic, KEY)
    expect(await anthropic.findByText(/pulls.setAdminKey fails here/)).toBeTruthy()
    expect(document.documentElement.outerHTML).not.toContain('canary')
  })
})
