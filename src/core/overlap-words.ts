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
  const sides = sidesOf(overlap, nameOf)
  const where = `${daysOf(overlap.days)} of ${platformLabel(overlap.platform)}`
  switch (overlap.relation) {
    case 'groupings':
      return {
        cause: sides.within ? 'This import holds the same report in two groupings.' : `The same report as ${sides.named}, grouped differently.`,
        isDouble: true,
        detail: `${where}, added twice. ${sides.within ? 'Import the files of one grouping only.' : 'Undo one of the two imports.'}`,
      }
    case 'requests':
      return {
        cause: sides.within ? `This import holds two formats of logs for the same days: ${sides.pair}.` : `Logs the same days as ${sides.named}.`,
        isDouble: true, detail: `${where}: ${requestsText(overlap, sides)}`,
      }
    case 'layers':
      return { cause: coversText(sides), isDouble: false, detail: `${where}, never added. ${countedText(overlap, sides)} ${whyOfLayers(overlap)}` }
    case 'kinds':
      return { cause: coversText(sides), isDouble: false, detail: `${where}, never added. ${countedText(overlap, sides)} ${whyOfKinds(overlap, nameOf)}` }
    case 'same-kind':
      return {
        cause: sides.within ? 'Further rows of the same days in this import.' : `Further rows of the same days as ${sides.named}.`,
        isDouble: false, detail: `${where}. Rows are told apart by what they are grouped by, so both count.`,
      }
  }
}

/** How both sides are spoken of. Two kinds within one import have only their formats to be told apart by. */
interface Sides {
  within: boolean
  own: string
  other: string
  /** The other import with its format. */
  named: string
  pair: string
}

function sidesOf({ own, other }: Overlap, nameOf: (importer: string) => string): Sides {
  const within = own.importId === other.importId
  const [ownName, otherName] = [nameOf(own.importer), nameOf(other.importer)]
  return {
    within,
    own: within ? ownName : 'this import', other: within ? otherName : 'the other',
    named: `${other.label} (${otherName})`, pair: `${ownName} and ${otherName}`,
  }
}

function coversText({ within, named, pair }: Sides): string {
  return within ? `This import holds two kinds of evidence for the same days: ${pair}.` : `Covers the same days as ${named}.`
}

function requestsText({ own, other }: Overlap, sides: Sides): string {
  const tokens = sides.within ? `${tokensOf(own)} in ${sides.own}, ${tokensOf(other)} in ${sides.other}, added.` : `${tokensOf(own)} here, ${tokensOf(other)} there, added.`
  const remedy = sides.within ? 'undo this import and bring in one of the two.' : 'undo one.'
  return `${tokens} A call that both hold counts once where both carry its message id, else twice: then ${remedy}`
}

function countedText({ days, own, other }: Overlap, sides: Sides): string {
  const begin = (text: string) => (sides.within ? `Of the two, ${text}.` : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`)
  if (own.countedDays === days) return begin(`${sides.own} counts`)
  if (other.countedDays === days) return begin(`${sides.other} counts`)
  const none = days - own.countedDays - other.countedDays
  const parts = [
    ...(own.countedDays > 0 ? [`${sides.own} counts on ${own.countedDays}`] : []),
    ...(other.countedDays > 0 ? [`${sides.other} on ${other.countedDays}`] : []),
    ...(none > 0 ? [`further evidence on ${none}`] : []),
  ].join(', ')
  return begin(parts)
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
