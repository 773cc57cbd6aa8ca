// The user's settings: defaults, the stored part over them, and the time zone they mean.
import type { Ledger } from '../../../db/ledger.ts'
import { isValidZone } from '../../core/calendar.ts'
import { problem } from '../../core/problem.ts'
import { contract, type Output } from '../contract/contract.ts'

export type Settings = Output<'settings.get'>

const KEY = 'settings'

const DEFAULTS: Settings = {
  tz: 'system',
  tagKeys: ['surface', 'feature', 'app', 'team', 'env'],
  csvBom: false,
  csvSeparator: ',',
  csvFilterRows: false,
  theme: 'system',
  notBilledPerToken: [],
  sources: [],
}

/** Settings that this version does not know are left out; the others are kept. */
const stored = contract['settings.set'].input.strip()

/** A stored document that this version cannot read counts as none. */
export function readSettings(ledger: Ledger): Settings {
  const held = stored.safeParse(ledger.settings.get(KEY) ?? {})
  return held.success ? merge(DEFAULTS, held.data) : DEFAULTS
}

export function changeSettings(ledger: Ledger, patch: Partial<Settings>): Settings {
  if (patch.tz !== undefined) resolveZone(patch.tz)
  const next = merge(readSettings(ledger), patch)
  ledger.settings.set(KEY, next)
  return next
}

/** The IANA zone that a setting or a filter means; `system` is this machine's. Throws for a zone nobody knows. */
export function resolveZone(tz: string): string {
  if (tz === 'system' || tz === '') return Intl.DateTimeFormat().resolvedOptions().timeZone
  if (!isValidZone(tz)) {
    throw problem('unknown-zone', 'The time zone is not known.', 'Use an IANA name such as Europe/Berlin, or "system".')
  }
  return tz
}

function merge(base: Settings, patch: { [K in keyof Settings]?: Settings[K] | undefined }): Settings {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  return { ...base, ...given }
}
