// The draft of the attribution rules and its live counts.
import { useEffect, useState } from 'react'
import { useAction, useCall } from '../../api.ts'
import type { SurfaceRule } from '../../../src/api/contract/shapes.ts'
import { useWindow } from '../../state/ledger.tsx'
import { sameRules } from './rules-model.ts'

const DEBOUNCE_MS = 250

export function useDebounced<T>(value: T, delayMs: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs)
    return () => clearTimeout(timer)
  }, [value, delayMs])
  return settled
}

/** What rules catch in the window, saved or not; asked once the typing rests. The surface filter does not apply: rules make surfaces. */
export function usePreview(rules: readonly SurfaceRule[]) {
  const { filters, ready } = useWindow()
  // Compared by content, since a draft is built anew with every keystroke.
  const text = useDebounced(JSON.stringify(rules), DEBOUNCE_MS)
  const settled: SurfaceRule[] = text === JSON.stringify(rules) ? [...rules] : []
  return useCall('surfaces.preview', { rules: settled, filters: { ...filters, surfaces: [] } }, { enabled: ready && text === JSON.stringify(rules) })
}

export interface RulesDraft {
  rules: readonly SurfaceRule[]
  /** Null until the saved rules are known. */
  saved: readonly SurfaceRule[] | null
  dirty: boolean
  saving: boolean
  error: Error | null
  change: (rules: SurfaceRule[]) => void
  revert: () => void
  save: () => void
}

export function useRulesDraft(): RulesDraft {
  const query = useCall('surfaces.rules', {})
  const action = useAction('surfaces.setRules')
  const [draft, setDraft] = useState<SurfaceRule[] | null>(null)
  const saved = query.data?.rules ?? null
  const rules = draft ?? saved ?? []
  return {
    rules, saved, dirty: saved !== null && !sameRules(rules, saved), saving: action.isPending, error: query.error ?? action.error,
    change: setDraft,
    revert: () => setDraft(null),
    save: () => action.mutate({ rules: [...rules] }, { onSuccess: () => setDraft(null) }),
  }
}
