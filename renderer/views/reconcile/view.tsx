// The Reconcile place of the rail.
import type { View } from '../../shell/view.ts'
import { ReconcileView } from './reconcile-view.tsx'

export const view: View = {
  title: 'Reconcile',
  sentence: () => 'What the logs cost at list price beside what the bills say, in UTC days, every difference with its cause.',
  worksEmpty: true,
  Body: ReconcileView,
}
