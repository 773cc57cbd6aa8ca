// Decisions: the stored answers to the questions, and what follows from them on the usage in the window.
import { deciding, type DecideInput } from '../../../core/decide.ts'
import { decisionToJson } from '../../../core/decide-json.ts'
import { recordMarkdown } from '../../../core/decision-markdown.ts'
import { recordOf } from '../../../core/decision-record.ts'
import { problem } from '../../../core/problem.ts'
import { placementFacts } from '../../../placements/load-placements.ts'
import type { Handlers } from '../../dispatcher.ts'
import { contract, type Output } from '../../contract/contract.ts'
import type { Filters } from '../../contract/shapes.ts'
import type { Context } from '../context.ts'
import { resultInSlices } from '../in-slices.ts'
import { latencyRows } from '../latency.ts'
import { projectionBaseline } from '../projection-baseline.ts'
import { readLatencies } from '../read-ahead.ts'
import { nextSlice } from '../turns.ts'

type DecideHandlers = Pick<Handlers,
  'decide.requirements' | 'decide.setRequirements' | 'decide.resetRequirements' | 'decide.answer' | 'decide.record'>
type Stored = Output<'decide.requirements'>['requirements'][number]

const KIND = 'requirement'
const stored = contract['decide.setRequirements'].input.shape.requirements

export function decideHandlers(context: Context): DecideHandlers {
  return {
    'decide.requirements': () => ({ requirements: storedRequirements(context).map(({ requirements }) => requirements) }),
    'decide.setRequirements': ({ requirements }) => {
      const held = storedRequirements(context).find((each) => each.requirements.surface === requirements.surface)
      context.ledger.settings.save(KIND, held?.id ?? null, requirements)
      return {}
    },
    'decide.resetRequirements': ({ surface }) => {
      for (const { id, requirements } of storedRequirements(context)) {
        if (requirements.surface === surface) context.ledger.settings.remove(KIND, id)
      }
      return {}
    },
    'decide.answer': (asked) => answer(context, asked),
    'decide.record': (asked) => record(context, asked),
  }
}

/** Documents of another version that no longer fit are left out, never guessed at. */
function storedRequirements(context: Context): { id: number; requirements: Stored }[] {
  return context.ledger.settings.list(KIND).flatMap(({ id, value }) => {
    const read = stored.safeParse(value)
    return read.success ? [{ id, requirements: read.data }] : []
  })
}

interface Asked {
  filters: Filters
  surface?: string | undefined
  requirements?: readonly Stored[] | undefined
}

/** Single days are needed where the spread of days is told: in a record. */
function decisionInput(context: Context, { filters, surface, requirements }: Asked, each: 'day' | 'span') {
  const { cells: all, coveredDays, window } = projectionBaseline(context, filters, { each })
  // Only then narrowed: a month of one surface is an average over the days that every surface is averaged over.
  const cells = surface === undefined ? all : all.filter((cell) => cell.surface === surface)
  if (surface !== undefined && cells.length === 0) {
    const text = `The surface "${surface}" has no usage on whole days of the window.`
    throw problem('unknown-surface', text, 'See `report --by surface` for the names.')
  }
  const { byPlacement, reported } = latencyRows(context, filters)
  const input: DecideInput = {
    cells, coveredDays, book: context.prices.book(), discounts: context.prices.discounts(),
    placements: placementFacts(),
    requirements: requirements ?? storedRequirements(context).map((each) => each.requirements),
    latency: byPlacement,
    reported,
  }
  return { input, window }
}

async function answer(context: Context, asked: Asked): Promise<Output<'decide.answer'>> {
  await readLatencies(context, asked.filters)
  const { input, window } = decisionInput(context, asked, 'span')
  await nextSlice()
  return { ...decisionToJson(await resultInSlices(deciding(input))), coveredDays: input.coveredDays, window }
}

async function record(context: Context, asked: Asked): Promise<Output<'decide.record'>> {
  await readLatencies(context, asked.filters)
  const { input, window: { from, to, tz, basis } } = decisionInput(context, asked, 'day')
  await nextSlice()
  const json = recordOf(await resultInSlices(deciding(input)), { input, window: { from, to, tz }, basis, writtenOn: context.today(tz) })
  return { markdown: recordMarkdown(json), json }
}
