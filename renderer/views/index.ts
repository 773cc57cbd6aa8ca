// Which view stands at which place of the rail.
import type { View } from '../shell/view.ts'
import type { Place } from '../state/hash.ts'
import { view as caching } from './caching/view.tsx'
import { view as data } from './data/view.tsx'
import { view as decide } from './decide/view.tsx'
import { view as overview } from './overview/view.tsx'
import { view as reconcile } from './reconcile/view.tsx'
import { view as surfaces } from './surfaces/view.tsx'
import { view as whatIf } from './whatif/view.tsx'

const VIEWS: Readonly<Record<Place, View>> = {
  overview,
  surfaces,
  caching,
  'what-if': whatIf,
  decide,
  reconcile,
  data,
}

export function viewOf(place: Place): View {
  return VIEWS[place]
}
