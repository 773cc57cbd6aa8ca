// Places that product.md names and this version does not have: says so plainly and points to what serves instead.
import { Button } from '../components/button.tsx'
import { Panel } from '../components/panel.tsx'
import { EmptyState } from '../components/states.tsx'
import type { Place } from '../state/hash.ts'
import { goTo } from '../state/navigation.tsx'
import type { View } from './view.ts'

function notYet(what: { title: string; sentence: string; instead: string; place: Place; button: string }): View {
  return {
    title: what.title,
    sentence: () => what.sentence,
    worksEmpty: true,
    Toolbar: () => null,
    Body: () => (
      <div className="view">
        <Panel>
          <EmptyState
            title="Not in this version yet"
            action={<Button onClick={() => goTo(what.place)}>{what.button}</Button>}
          >
            {what.instead}
          </EmptyState>
        </Panel>
      </div>
    ),
  }
}

export const reconcileView = notYet({
  title: 'Reconcile',
  sentence: 'Computed cost beside billed cost.',
  instead:
    'Until then, Data shows what was left out and what has no price: most differences to a bill come from there.',
  place: 'data',
  button: 'Open Data',
})
