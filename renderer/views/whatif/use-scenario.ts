// The scenario being worked on: edits with undo, and saving, renaming, duplicating and deleting it. Draws nothing.
import { useEffect, useMemo, useState } from 'react'
import { useAction, useCall } from '../../api.ts'
import { useViewParam } from '../../state/navigation.tsx'
import { scenario as scenarioSchema, type Output, type Scenario } from '../../../src/api/contract/contract.ts'
import { change, startHistory, undo, type History } from './history.ts'
import { copyName, emptyScenario, sameScenario } from './scenario-state.ts'

export type SavedScenario = Output<'scenarios.list'>['scenarios'][number]

export interface ScenarioWork {
  scenario: Scenario
  /** Changes it; changes of one control in a row are one step of undo. */
  edit: (next: Scenario, control: string) => void
  undo: (() => void) | null
  saved: readonly SavedScenario[]
  /** The saved scenario this one comes from; null: not saved yet. */
  current: SavedScenario | null
  isChanged: boolean
  open: (id: number | null) => void
  save: (name: string) => Promise<void>
  duplicate: () => Promise<void>
  remove: () => Promise<void>
  error: Error | null
}

const draftKey = (id: number | null) => `token-ledger-scenario-${id ?? 'new'}`

/** An unsaved draft outlives a change of place, not the window. */
function readDraft(id: number | null): Scenario | null {
  const text = sessionStorage.getItem(draftKey(id))
  if (text === null) return null
  try {
    return scenarioSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

function start(id: number | null, saved: SavedScenario | null): History<Scenario> {
  return startHistory(readDraft(id) ?? saved?.scenario ?? emptyScenario('New scenario', null))
}

export function useScenario(): ScenarioWork {
  const list = useCall('scenarios.list', {})
  const saved = useMemo(() => list.data?.scenarios ?? [], [list.data])
  const [param, setParam] = useViewParam('scenario', '')
  const current = saved.find((one) => String(one.id) === param) ?? null
  const id = current?.id ?? null
  const [at, setAt] = useState<{ id: number | null; history: History<Scenario> }>(() => ({
    id,
    history: start(id, current),
  }))
  const history = at.id === id ? at.history : start(id, current)
  const put = (next: History<Scenario>) => setAt({ id, history: next })
  const saveAction = useAction('scenarios.save')
  const deleteAction = useAction('scenarios.delete')
  const scenario = history.present
  const isChanged = current === null ? scenario.moves.length > 0 : !sameScenario(scenario, current.scenario)

  useEffect(() => {
    if (isChanged) sessionStorage.setItem(draftKey(id), JSON.stringify(scenario))
    else sessionStorage.removeItem(draftKey(id))
  }, [id, isChanged, scenario])

  const store = async (target: number | null, next: Scenario) => {
    const answer = await saveAction.mutateAsync({ id: target, scenario: next })
    sessionStorage.removeItem(draftKey(id))
    setAt({ id: answer.id, history: startHistory(next) })
    setParam(String(answer.id))
  }
  return {
    scenario,
    saved,
    current,
    isChanged,
    edit: (next, control) => put(change(history, next, control)),
    undo: history.past.length === 0 ? null : () => put(undo(history)),
    open: (next) => setParam(next === null ? '' : String(next)),
    save: (name) => store(id, { ...scenario, name }),
    duplicate: () =>
      store(null, {
        ...scenario,
        name: copyName(
          scenario.name,
          saved.map((one) => one.scenario.name),
        ),
      }),
    remove: async () => {
      if (id === null) return
      await deleteAction.mutateAsync({ id })
      sessionStorage.removeItem(draftKey(id))
      setParam('')
    },
    error: saveAction.error ?? deleteAction.error ?? list.error,
  }
}
