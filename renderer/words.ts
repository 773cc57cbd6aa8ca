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

/** `www.anthropic.com` of a web address; anything else as it is. Runs in every browser, where `URL.canParse` does not. */
export function hostOf(source: string): string {
  return /^https?:\/\/([^/:?#]+)/.exec(source)?.[1] ?? source
}

/** `was` or `were`, for what an import is called: `a.jsonl`, `a.jsonl and 2 more`. */
export function wasOrWere(label: string): 'was' | 'were' {
  return / and \d+ more$/.test(label) ? 'were' : 'was'
}
