// The ledger as a whole, and the user's settings.
import { basename } from 'node:path'
import type { Handlers } from '../../dispatcher.ts'
import { problem } from '../../../core/problem.ts'
import type { Job } from '../../contract/shapes.ts'
import type { Context } from '../context.ts'
import { SAMPLE_LABEL } from '../sample/sample-label.ts'
import { changeSettings, readSettings } from '../settings-store.ts'

type LedgerHandlers = Pick<Handlers, 'ledger.status' | 'ledger.rebuild' | 'settings.get' | 'settings.set'>

export function ledgerHandlers(context: Context, runningJobs: () => Job[]): LedgerHandlers {
  const { ledger } = context
  return {
    'ledger.status': () => {
      const tz = context.zone()
      const { requests, lastImportAtMs } = ledger.usage.counts()
      return {
        fileName: basename(ledger.path), bytes: ledger.bytes(), requests, lastImportAtMs, ...context.ledgerDays(tz), tz,
        hasSample: ledger.imports.holds(SAMPLE_LABEL),
        version: context.version, runningJobs: runningJobs(),
      }
    },
    // A damaged one does not get this far: see open-backend.ts.
    'ledger.rebuild': () => {
      throw problem('ledger-sound', 'The ledger is not damaged: there is nothing to rebuild.')
    },
    'settings.get': () => readSettings(ledger),
    'settings.set': (patch) => {
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
      const next = changeSettings(ledger, given)
      context.changed()
      return next
    },
  }
}
