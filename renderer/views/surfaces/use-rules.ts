// The draft of the attribution rules and its live counts.
import { useEffect, useState } from 'react'
import { useAction, useCall } from '../../api.ts'
import { useToast } from '../../components/toast.tsx'
import type { SurfaceRule } from '../../../src/api/contract/shapes.ts'
import { useWindow } from '../../state/ledger.tsx'
import { sameRules } from './rules-model.ts'

const DEBOUNCE_MS = 250

/** The rules once they rest. Compared by content, since a draft is built anew with every keystroke. */
function useSettled(rules: readonly SurfaceRule[]): readonly SurfaceRule[] {
  const [settled, setSettled] = useState(rules)
  const text = JSON.stringify(rules)
  useEffect(() => {
    const timer = setTimeout(() => setSettled((held) => (JSON.stringify(held) === text ? held : rules)), DEBOUNCE_MS)
    return () => clearTimeout(timer)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `text` is the content of `rules`
  }, [text])
  return settled
}

/** What rules catch in the window, saved or not. The surface filter does not apply: rules make surfaces. */
export function usePreview(rules: readonly SurfaceRule[], known = true) {
  const { filters, ready } = useWindow()
  const settled = useSettled(rules)
  const enabled = ready && known && (settled.length > 0 || rules.length === 0)
  return useCall('surfaces.preview', { rules: [...settled], filters: { ...filters, surfaces: [] } }, { enabled })
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
  /** Saves at once where nothing else waits to be saved; else it waits with the rest. */
  put: (rules: SurfaceRule[]) => void
}

export function useRulesDraft(): RulesDraft {
  const query = useCall('surfaces.rules', {})
  const action = useAction('surfaces.setRules')
  const [draft, setDraft] = useState<SurfaceRule[] | null>(null)
  const toast = useToast()
  const saved = query.data?.rules ?? null
  const rules = draft ?? saved ?? []
  const dirty = saved !== null && !sameRules(rules, saved)
  const save = (next: readonly SurfaceRule[]) =>
    action.mutate(
      { rules: [...next] },
      {
        onSuccess: () => {
          setDraft(null)
          toast({ title: 'Rules saved', kind: 'good' })
        },
      },
    )
  return {
    rules,
    saved,
    dirty,
    saving: action.isPending,
    error: query.error ?? action.error,
    change: setDraft,
    revert: () => setDraft(null),
    save: () => save(rules),
    put: (next) => {
      setDraft(next)
      if (!dirty) save(next)
    },
  }
}
