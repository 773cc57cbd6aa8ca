// Decide's place in the rail.
import type { View } from '../../shell/view.ts'
import { DecideView } from './decide-view.tsx'
import { RecordMenu } from './record-menu.tsx'

export const view: View = {
  title: 'Decide',
  sentence: () => 'Per surface: which placement, by which rule, and what the constraint costs.',
  Body: DecideView,
  HeaderActions: RecordMenu,
}
