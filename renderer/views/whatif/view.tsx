// What-if's place in the rail. The scenario bar stands in the view, which holds the scenario.
import type { View } from '../../shell/view.ts'
import { WhatIfView } from './whatif-view.tsx'

export const view: View = {
  title: 'What-if',
  sentence: () => 'A projection of monthly list cost. Nothing is changed anywhere but here.',
  Body: WhatIfView,
  Toolbar: () => <div />,
}
