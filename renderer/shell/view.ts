// What a place in the rail is made of. Views export one of these; the shell draws the frame round it.
import type { ComponentType } from 'react'
import type { ViewWindow } from '../state/ledger.tsx'

export interface View {
  title: string
  /** One plain sentence beside the title. */
  sentence: (window: ViewWindow) => string
  Body: ComponentType
  /** Stands in the header, left of the search: usually an Export button. */
  HeaderActions?: ComponentType
  /** Stands where the filter bar would. Left out: the filter bar. */
  Toolbar?: ComponentType
  /** True where the place is of use before anything was read. */
  worksEmpty?: boolean
}
