// Puts the backend together: ledger, prices, handlers, import queue. Owns no rule of its own.
import { openLedger } from '../../../db/open-ledger.ts'
import { asProblem } from '../../../db/sqlite.ts'
import { createDispatcher, type Handlers } from '../dispatcher.ts'
import type { Reply } from '../contract/contract.ts'
import type { Backend, BackendOptions } from './backend.ts'
import { Context } from './context.ts'
import { decideHandlers } from './handlers/decide.ts'
import { importHandlers } from './handlers/imports.ts'
import { ledgerHandlers } from './handlers/ledger.ts'
import { placementHandlers } from './handlers/placements.ts'
import { priceHandlers } from './handlers/prices.ts'
import { profileHandlers } from './handlers/profiles.ts'
import { pullHandlers, type PullParts } from './handlers/pulls.ts'
import { reconcileHandlers } from './handlers/reconcile.ts'
import { surfaceHandlers } from './handlers/surfaces.ts'
import { usageHandlers } from './handlers/usage.ts'
import { whatIfHandlers } from './handlers/whatif.ts'
import { ImportQueue } from './import-queue.ts'
import { resultInSlices } from './in-slices.ts'
import { KeyOfThisRun } from './pulls/admin-keys.ts'
import type { PullOptions } from './pulls/pull-options.ts'
import { PullDesk } from './pulls/pull-desk.ts'
import { PullScheduler } from './pulls/pull-scheduler.ts'
import { ThreadKeeper } from './reading/thread-keeper.ts'
import { readingAhead } from './read-ahead.ts'
import { SAMPLE_LABEL } from './sample/sample-label.ts'
import { sampleSources } from './sample/sample-sources.ts'

const CLOSED: Reply = { ok: false, problem: { code: 'closing', message: 'The ledger is being closed.' } }

/** How often to look whether another process has written: a window shows what the command line imports. */
const LOOK_OUTSIDE_MS = 2000

/** `now` is the clock, for tests. Throws a ProblemError for a ledger that cannot be opened. */
export function createBackend(options: BackendOptions & { now?: () => number }): Backend {
  let closed = false
  const ledger = openLedger(options.ledgerPath)
  const { version, now, readingThread = null } = options
  const context = new Context({ ledger, version, fault: report, ...(now === undefined ? {} : { now }) })
  const queue = new ImportQueue(context, new ThreadKeeper(readingThread))
  const pulls = pullParts(context, queue, options.pulls ?? {})
  const dispatch = createDispatcher({ ...handlersOf(context, queue), ...pullHandlers(pulls) }, {
    onUnexpected: (error) => {
      // What was still being read finds its ledger closed.
      if (!closed) report(error)
    },
    explain: asProblem, before: readingAhead(context),
  })
  pulls.scheduler?.arm()
  const watch = setInterval(() => lookOutside(context), LOOK_OUTSIDE_MS)
  watch.unref()
  return {
    async call(method, input) {
      if (closed) return CLOSED
      context.lookOutside()
      const reply = await dispatch(method, input)
      return closed && !reply.ok ? CLOSED : reply
    },
    startImport: (request) => queue.start(request),
    remembered: (key) => ledger.settings.get(key),
    async prepare() {
      // What fails here fails whoever asks next, who is told.
      await resultInSlices(ledger.usage.pack()).catch(() => {})
    },
    onEvent: (listener) => context.onEvent(listener),
    async close() {
      closed = true
      clearInterval(watch)
      pulls.scheduler?.stop()
      await Promise.all([queue.close(), pulls.desk.close()])
      ledger.close()
    },
  }
}

/** What fails here fails the next call too, which has somebody to tell. */
function lookOutside(context: Context): void {
  try {
    context.lookOutside()
  } catch {
    // Told by the next call.
  }
}

function pullParts(context: Context, queue: ImportQueue, options: PullOptions): PullParts {
  const { keys = new KeyOfThisRun(), endpoints = { cloudWatch: null, anthropic: null }, schedules } = options
  const desk = new PullDesk({ context, queue, keys, endpoints })
  const scheduler = schedules === undefined ? null : new PullScheduler({ context, desk, ...schedules })
  return { context, desk, keys, scheduler }
}

function handlersOf(context: Context, queue: ImportQueue): Omit<Handlers, keyof ReturnType<typeof pullHandlers>> {
  return {
    ...ledgerHandlers(context, () => queue.running()),
    ...usageHandlers(context),
    ...whatIfHandlers(context),
    ...placementHandlers(context),
    ...decideHandlers(context),
    ...surfaceHandlers(context),
    ...importHandlers(context, queue),
    ...profileHandlers(context),
    ...priceHandlers(context),
    ...reconcileHandlers(context),
    'sample.load': () => {
      const sources = sampleSources(context.nowMs())
      const { jobId } = queue.start({ label: SAMPLE_LABEL, sources, sourcesTotal: sources.length, bytesTotal: null }, 'sample')
      return { jobId }
    },
  }
}

/** For the developer: where it happened. An error's message may quote content, so that only its stack's places are told. */
function report(error: unknown): void {
  const places = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).join('\n') : ''
  console.error(`Unexpected ${error instanceof Error ? error.name : 'error'} in the backend\n${places}`)
}
