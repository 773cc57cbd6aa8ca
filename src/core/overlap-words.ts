// What an overlap of two imports means, in sentences for the window and the command line. Owns no arithmetic.
import { exactnessReason } from './evidence-kinds.ts'
import type { Overlap, OverlapSide } from './overlap.ts'
import { platformLabel } from './placement.ts'

export interface OverlapText {
  cause: string
  detail: string
  /** Usage may count twice: something to look at, not only to know. */
  isDouble: boolean
}

/** `nameOf` puts an importer's id in words. */
export function overlapText(overlap: Overlap, nameOf: (importer: string) => string): OverlapText {
  const { relation, own, other } = overlap
  const within = own.importId === other.importId
  const with_ = within ? 'itself' : `${other.label} (${nameOf(other.importer)})`
  const where = `${daysOf(overlap.days)} of ${platformLabel(overlap.platform)}`
  switch (relation) {
    case 'groupings':
      return {
        cause: `The same report as ${with_}, grouped differently.`, isDouble: true,
        detail: `${where}, added twice. ${within ? 'Import the files of one grouping only.' : 'Undo one of the two imports.'}`,
      }
    case 'requests':
      return {
        cause: `Logs the same days as ${with_}.`, isDouble: true,
        detail: `${where}: ${tokensOf(own)} here, ${tokensOf(other)} there, added. A call that both hold counts once where both carry its message id, else twice: then undo one.`,
      }
    case 'layers':
      return { cause: `Covers the same days as ${with_}.`, isDouble: false, detail: `${where}, never added. ${countedText(overlap)} ${whyOfLayers(overlap)}` }
    case 'kinds':
      return { cause: `Covers the same days as ${with_}.`, isDouble: false, detail: `${where}, never added. ${countedText(overlap)} ${whyOfKinds(overlap, nameOf)}` }
    case 'same-kind':
      return { cause: `Further rows of the same days as ${with_}.`, isDouble: false, detail: `${where}. Rows are told apart by what they are grouped by, so both count.` }
  }
}

function countedText({ days, own, other }: Overlap): string {
  if (own.countedDays === days) return 'This import counts.'
  if (other.countedDays === days) return 'The other counts.'
  const none = days - own.countedDays - other.countedDays
  const parts = [
    ...(own.countedDays > 0 ? [`this import counts on ${own.countedDays}`] : []),
    ...(other.countedDays > 0 ? [`the other on ${other.countedDays}`] : []),
    ...(none > 0 ? [`further evidence on ${none}`] : []),
  ].join(', ')
  return `${parts.charAt(0).toUpperCase()}${parts.slice(1)}.`
}

function whyOfLayers({ own, other }: Overlap): string {
  const reports = own.basis === 'reports' ? own : other
  return reports.countedDays === 0 ? 'Requests say more; a report counts where it holds over 5 % more tokens.'
    : 'The report holds over 5 % more tokens than the requests where it counts.'
}

function whyOfKinds({ own, other }: Overlap, nameOf: (importer: string) => string): string {
  const rule = 'Of two kinds the one with more tokens that day counts'
  const winner = own.countedDays > other.countedDays ? own : other
  const reason = own.tokens === other.tokens ? exactnessReason(winner.basis, winner.importer) : null
  return reason === null ? `${rule}.` : `${rule}; of equals the more exact: ${nameOf(winner.importer)} ${reason}.`
}

const number = new Intl.NumberFormat('en-US')
const daysOf = (days: number): string => `${number.format(days)} ${days === 1 ? 'day' : 'days'}`
const tokensOf = ({ tokens }: OverlapSide): string => `${number.format(tokens)} tokens`
