// Names as narrow columns have them. The full names are the core's.
import { placementLabel, type Placement } from '../src/core/placement.ts'

/** `Direct · global`, `Bedrock · EU`, `Platform on AWS · US only`. */
export function shortPlacement(placement: Placement): string {
  return placementLabel(placement).replace(/^Anthropic direct/, 'Direct').replace(/^Claude Platform/, 'Platform')
}

/** `Sonnet 5.5`. */
export function shortModel(name: string): string {
  return name.replace(/^Claude /, '')
}
