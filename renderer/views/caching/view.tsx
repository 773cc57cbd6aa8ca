// Caching's place in the rail.
import type { View } from '../../shell/view.ts'
import { CachingView } from './caching-view.tsx'

export const view: View = {
  title: 'Caching',
  sentence: () => 'Hit rate: cache reads over prompt tokens, from sums. Net saving counts what writes cost.',
  Body: CachingView,
}
