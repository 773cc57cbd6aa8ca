// Which view stands at which place of the rail. Each `views/<place>/view.tsx` exports `view`.
import type { Place } from '../state/hash.ts'
import type { View } from '../shell/view.ts'
import { decideView, reconcileView } from '../shell/not-yet.tsx'

const modules = import.meta.glob<{ view: View }>('./*/view.tsx', { eager: true })

const FOLDERS: Readonly<Record<Place, string>> = {
  overview: 'overview', surfaces: 'surfaces', caching: 'caching', 'what-if': 'whatif', decide: 'decide', reconcile: 'reconcile', data: 'data',
}

export function viewOf(place: Place): View {
  if (place === 'decide') return decideView
  return modules[`./${FOLDERS[place]}/view.tsx`]?.view ?? reconcileView
}
