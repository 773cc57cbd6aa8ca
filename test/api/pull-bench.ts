// A backend with a CloudWatch and an Admin API of our own behind it, a clock that a test moves, and timers that wait for it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { createBackend } from '../../src/api/backend/create-backend.ts'
import type { Backend } from '../../src/api/backend/backend.ts'
import { createClient, type Client } from '../../src/api/client.ts'
import type { LedgerEvent } from '../../src/api/contract/contract.ts'
import type { AnthropicPull, CloudWatchPull, PullKind, PullState } from '../../src/api/contract/pull-shapes.ts'
import { ADMIN_KEY, FakeAdmin } from '../pull/fake-admin.ts'
import { FakeCloudWatch, type FakeSeries } from '../pull/fake-cloudwatch.ts'
import { NOW_MS } from './test-backend.ts'

export const CLOUDWATCH: CloudWatchPull = { kind: 'cloudwatch', profile: null, regions: ['us-east-1'], from: '2026-11-01', to: '2026-11-05' }
export const ANTHROPIC: AnthropicPull = { kind: 'anthropic', parts: ['usage'], from: '2026-11-03', to: '2026-11-05' }

/** One hour of one model: 120 tokens in, 30 out, 3 requests. */
export const ONE_HOUR: FakeSeries[] = Object.entries({ InputTokenCount: 120, OutputTokenCount: 30, Invocations: 3 }).map(([metric, value]) => ({
  namespace: 'AWS/Bedrock', metric, dimensions: { ModelId: 'us.anthropic.claude-opus-5-5' }, points: { '2026-11-04T10:00:00Z': value },
}))

export class PullBench {
  readonly cloudWatch = new FakeCloudWatch()
  readonly admin = new FakeAdmin()
  readonly folder = mkdtempSync(join(tmpdir(), 'token-ledger-pulls-'))
  readonly ledgerPath = join(this.folder, 'test.ledger')
  readonly events: LedgerEvent[] = []
  nowMs = NOW_MS
  installation = 'here'
  #timers = new Set<{ atMs: number; callBack: () => void }>()
  #endpoints = { cloudWatch: '', anthropic: '' }
  #backend: Backend | null = null

  async start(): Promise<void> {
    this.cloudWatch.series = ONE_HOUR
    this.admin.rows = [{ day: '2026-11-04', output: 7 }]
    this.#endpoints = { cloudWatch: await this.cloudWatch.start(), anthropic: await this.admin.start() }
    this.open()
  }

  /** Also again after `close`: a second run of the app on the same ledger. */
  open(): void {
    this.#backend = createBackend({
      ledgerPath: this.ledgerPath, version: '0.0.0-test', now: () => this.nowMs,
      pulls: { endpoints: this.#endpoints, schedules: { installation: () => this.installation, wait: (ms, callBack) => this.#wait(ms, callBack) } },
    })
    this.#backend.onEvent((event) => this.events.push(event))
  }

  get backend(): Backend {
    if (this.#backend === null) throw new Error('Not started')
    return this.#backend
  }

  get client(): Client {
    return createClient(this.backend)
  }

  async close(): Promise<void> {
    await this.#backend?.close()
    this.#timers.clear()
  }

  async stop(): Promise<void> {
    await this.close()
    await Promise.all([this.cloudWatch.stop(), this.admin.stop()])
    rmSync(this.folder, { recursive: true })
  }

  get timers(): number {
    return this.#timers.size
  }

  /** Requests that anyone outside has seen. */
  get outgoing(): number {
    return this.cloudWatch.asked.length + this.admin.asked.length
  }

  /** Lets that much time pass in one go, as a sleeping computer would, then calls the timers that are due. */
  pass(ms: number): void {
    this.nowMs += ms
    const due = [...this.#timers].filter(({ atMs }) => atMs <= this.nowMs)
    for (const timer of due) {
      this.#timers.delete(timer)
      timer.callBack()
    }
  }

  async state(kind: PullKind): Promise<PullState> {
    const { pulls } = await this.client.call('pulls.state', {})
    const found = pulls.find((one) => one.kind === kind)
    if (found === undefined) throw new Error(`No state of ${kind}`)
    return found
  }

  async useKey(): Promise<void> {
    await this.client.call('pulls.setAdminKey', { key: ADMIN_KEY, keep: 'this-run' })
  }

  /** Until the pull that began at the present time has ended and that is noted. */
  async ended(kind: PullKind): Promise<PullState> {
    await vi.waitFor(async () => {
      const { lastFinishedAtMs, runningJobId } = await this.state(kind)
      if (lastFinishedAtMs !== this.nowMs || runningJobId !== null) throw new Error(`The pull from ${kind} has not ended`)
    }, { timeout: 20_000, interval: 20 })
    return this.state(kind)
  }

  #wait(ms: number, callBack: () => void): () => void {
    const timer = { atMs: this.nowMs + ms, callBack }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }
}
