// A decision record as Markdown for a repository or a ticket. Rounds to cents, half to even; the JSON beside it is exact.
import { requirementText } from './decide-words.ts'
import { usdText } from './decide-evidence.ts'
import type { RecordJson } from './decision-record.ts'
import { parseUsd } from './money.ts'
import { placementLabel } from './placement.ts'
import { askedOf } from './requirements.ts'

type Surface = RecordJson['surfaces'][number]

const money = (usd: string | null): string => (usd === null ? 'not known' : usdText(parseUsd(usd)))
const signed = (usd: string | null): string => (usd !== null && parseUsd(usd) > 0n ? `+${money(usd)}` : money(usd))

/** Text from logs (surface names) must not break a table or become markup. */
const cell = (text: string): string => text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ')
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

function table(head: readonly string[], rows: readonly (readonly string[])[], numeric: readonly number[] = []): string[] {
  return [row(head), row(head.map((_, at) => (numeric.includes(at) ? '---:' : '---'))), ...rows.map(row), '']
}

const bullets = (lines: readonly string[]): string[] => [...lines.map((line) => `- ${cell(line)}`), '']

const RULES: Readonly<Record<string, string>> = {
  'hard-requirement': 'Hard requirement', latency: 'Latency', 'newest-model': 'Newest model',
  'many-providers': 'More than one provider', 'no-constraint': 'No constraint',
}

function summary({ all, surfaces }: RecordJson): string[] {
  return [
    '## Answer', '', cell(all.sentence), '',
    ...table(
      ['Surface', 'Rule', 'Placement', 'Now a month', 'There a month', 'Constraint a month'],
      [
        ...surfaces.map(({ surface, rule, answer, currentMonthlyUsd, constraintUsd }) => [
          cell(surface), RULES[rule] ?? rule, answer === null ? 'none known' : placementLabel(answer.placement),
          money(currentMonthlyUsd), money(answer?.monthlyUsd ?? null), signed(constraintUsd),
        ]),
        [
          all.unanswered.length === 0 ? 'Together' : 'Answered together', '', '',
          money(all.currentMonthlyUsd), money(all.answerMonthlyUsd), signed(all.constraintUsd),
        ],
      ],
      [3, 4, 5],
    ),
  ]
}

function constraintLines({ constraints }: Surface): string[] {
  if (constraints.length === 0) return []
  return ['What each requirement costs a month:', '', ...table(
    ['Requirement', 'Alone', 'Saved by dropping it', 'Placements that satisfy it'],
    constraints.map(({ kind, value, aloneUsd, droppedUsd, satisfiedBy }) => [
      requirementText({ kind, value }), money(aloneUsd), money(droppedUsd), satisfiedBy.map(placementLabel).join(', ') || 'none known',
    ]),
    [1, 2],
  )]
}

const PART_NAMES = {
  premium: 'Price of the placement', discount: 'Discounts', cache: 'Caching', features: 'Lost features', fixed: 'Fixed',
} as const

function partLines({ answer, constraintUsd }: Surface): string[] {
  if (answer === null) return []
  const { premium, discount, cache, features, fixed } = answer.parts
  const parts: [string, string][] = [
    [PART_NAMES.premium, premium], [PART_NAMES.discount, discount], [PART_NAMES.cache, cache],
    [PART_NAMES.features, features], [PART_NAMES.fixed, fixed], ['Together', constraintUsd ?? '0'],
  ]
  return ['Over the cheapest placement, by part:', '', ...table(['Part', 'A month'], parts.map(([name, usd]) => [name, signed(usd)]), [1])]
}

function candidateLines({ candidates }: Surface): string[] {
  return ['All placements:', '', ...table(
    ['Placement', 'A month', 'Over the cheapest', 'Stands against it'],
    candidates.map(({ placement, monthlyUsd, overCheapestUsd, cheapest, reasons }) => [
      placementLabel(placement), money(monthlyUsd), cheapest ? 'cheapest' : signed(overCheapestUsd), cell(reasons.join(' ')),
    ]),
    [1, 2],
  )]
}

function priceLines({ pricePoints }: Surface): string[] {
  if (pricePoints.length === 0) return []
  return ['Prices behind the answer, USD per million tokens:', '', ...table(
    ['Model', 'Tier', 'Prompts over', 'Input', 'Read', '5m write', '1h write', 'Output', 'From', 'Confidence', 'Sources, checked'],
    pricePoints.map(({ model, tier, speed, promptOver, usdPerMillionTokens: usd, effectiveFrom, confidence, sources, checkedOn }) => [
      cell(model), speed === 'standard' ? tier : `${tier}, ${speed}`, String(promptOver),
      ...['uncachedInput', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'].map((name) => usd[name] ?? 'none'),
      effectiveFrom ?? 'ever', confidence, `${sources.map(cell).join('; ')}, ${checkedOn}`,
    ]),
    [2, 3, 4, 5, 6, 7],
  )]
}

function surfaceSection(surface: Surface): string[] {
  const { requirements, because, evidence, counterCase, breakEvenDiscountPct, gateway, answer } = surface
  const asked = askedOf(requirements)
  return [
    `## ${cell(surface.surface)}`, '',
    `**${answer === null ? 'No placement known' : placementLabel(answer.placement)}**${gateway ? ', behind a gateway' : ''}. ${because}`, '',
    ...(asked.length > 0 || requirements.note !== null
      ? bullets([
        ...asked.map((one) => `Required: ${requirementText(one)}.`),
        ...(requirements.note === null ? [] : [`Note: ${requirements.note}`]),
      ]) : []),
    ...partLines(surface), ...constraintLines(surface),
    'Evidence:', '', ...bullets(evidence.filter(({ what }) => what !== 'rule').map(({ text }) => text)),
    'The case against:', '', ...bullets(counterCase.length === 0 ? ['Nothing known here.'] : counterCase),
    ...(breakEvenDiscountPct === null ? [] : [`A discount of ${breakEvenDiscountPct} % at the answer would make the constraint free.`, '']),
    ...candidateLines(surface), ...priceLines(surface),
  ]
}

function sensitivitySection({ sensitivity: { tornado, interval } }: RecordJson): string[] {
  const { difference } = interval
  return [
    '## Sensitivity', '',
    difference === null ? cell(interval.why ?? '')
      : `Difference to today a month, P10 to P90 over ${interval.days} covered days: ${signed(difference.p10Usd)} to ${signed(difference.p90Usd)}.`,
    '',
    ...(tornado.length === 0 ? [] : table(
      ['Input', 'Now', 'Lower', 'Difference a month', 'Higher', 'Difference a month'],
      tornado.map(({ label, baseValue, low, high }) =>
        [label, baseValue, low.value, signed(low.differenceUsd), high.value, signed(high.differenceUsd)]),
      [3, 5],
    )),
  ]
}

export function recordMarkdown(record: RecordJson): string {
  const { window, all } = record
  const basis = Object.entries(window.basis).map(([platform, days]) =>
    `${platform}: ${Object.entries(days).map(([kind, count]) => `${count} days of ${kind}`).join(', ')}`)
  return [
    `# ${record.title}`, '',
    `Written ${record.writtenOn}. Review on ${record.reviewOn}.`, '',
    record.question, '',
    ...summary(record),
    ...record.surfaces.flatMap(surfaceSection),
    ...sensitivitySection(record),
    '## Data', '',
    ...bullets([
      `Window: ${window.from ?? 'the start'} to ${window.to ?? 'the end'}, ${window.tz}; `
        + `${window.coveredDays} covered days, averaged x 30.4375 for a month.`,
      ...basis,
      record.discounts.length === 0 ? 'No discounts are entered.'
        : `Discounts: ${record.discounts.map(({ platform, pct }) => `${platform} ${pct} %`).join(', ')}.`,
    ]),
    '## Routing', '', '```json', JSON.stringify(all.routing, null, 2), '```', '',
  ].join('\n')
}
