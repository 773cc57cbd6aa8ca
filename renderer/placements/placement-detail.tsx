// Everything known of one placement for one surface: why it is ruled out, what it satisfies by which source, what it sells.
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useCall } from '../api.ts'
import { IconButton } from '../components/button.tsx'
import { count, date } from '../format.ts'
import { useModelNames } from '../state/ledger.tsx'
import { hostOf } from '../words.ts'
import { placementLabel, samePlacement } from '../../src/core/placement.ts'
import type { Output } from '../../src/api/contract/contract.ts'
import type { Candidate } from './candidates-table.tsx'
import { KIND_NAMES, shortValue } from './requirement-options.ts'

type Facts = Output<'placements.list'>['placements'][number]

const FEATURES: Readonly<Record<string, string>> = {
  promptCaching: 'prompt caching', oneHourCache: '1 hour cache', batch: 'batch', batchCaching: 'caching in batches', fastMode: 'fast mode',
  webSearch: 'web search', codeExecution: 'code execution', files: 'Files API', geoParameter: 'inference_geo', usageReports: 'usage reports',
}
const KNOWN = { yes: 'yes', no: 'no', unknown: 'not known' } as const
const HAS = { yes: 'Has', no: 'Lacks', unknown: 'Not known:' } as const

/** The last part of an address: several pages of one site are told apart by it. */
function pageName(url: string): string {
  const path = /^https?:\/\/[^/]+\/([^?#]*)/.exec(url)?.[1] ?? ''
  return path.split('/').findLast((part) => part !== '')?.replace(/\.html?$/, '') ?? hostOf(url)
}

function Source({ url, checkedOn }: { url: string; checkedOn: string }) {
  return (
    <a href={url} target="_blank" rel="noreferrer" title={`${url}, read ${date(checkedOn)}`}>
      {pageName(url)}
    </a>
  )
}

function Sources({ sources, checkedOn }: { sources: readonly string[]; checkedOn: string }) {
  if (sources.length === 0) return <span className="t3">no source, {date(checkedOn)}</span>
  return <span className="sources t3">{sources.map((url) => <Source key={url} url={url} checkedOn={checkedOn} />)}, {date(checkedOn)}</span>
}

function Line({ term, children }: { term: string; children: ReactNode }) {
  return <div><dt>{term}</dt><dd>{children}</dd></div>
}

function FeatureLine({ facts }: { facts: Facts }) {
  const named = (value: 'yes' | 'no' | 'unknown') =>
    Object.entries(facts.features).filter(([, claim]) => claim.value === value).map(([feature]) => FEATURES[feature] ?? feature)
  const groups = (['yes', 'no', 'unknown'] as const).map((value) => ({ value, names: named(value) })).filter(({ names }) => names.length > 0)
  const all = Object.values(facts.features)
  const sources = [...new Set(all.flatMap((claim) => claim.sources))].slice(0, 4)
  return (
    <Line term="Features">
      {groups.map(({ value, names }) => `${HAS[value]} ${names.join(', ')}. `)}
      <Sources sources={sources} checkedOn={all[0]?.checkedOn ?? '2026-11-22'} />
    </Line>
  )
}

function OfferLine({ facts, models }: { facts: Facts; models: readonly string[] }) {
  const nameOf = useModelNames()
  const used = facts.offers.filter(({ model }) => models.length === 0 || models.includes(model))
  const text = used.map(({ model, platformId, from }) =>
    `${nameOf(model)} as ${platformId ?? 'an id not known'}${from === null ? '' : ` since ${date(from)}`}`)
  return <Line term="Sells">{text.length === 0 ? 'no model that has a price here' : text.slice(0, 6).join('; ')}{text.length > 6 ? ` and ${count(text.length - 6)} more` : ''}</Line>
}

export interface PlacementDetailProps {
  row: Candidate
  /** Models whose ids are shown; none: all that are sold there. */
  models?: readonly string[]
  action?: ReactNode
  onClose: () => void
}

export function PlacementDetail({ row, models = [], action, onClose }: PlacementDetailProps) {
  const facts = useCall('placements.list', {}).data?.placements.find((each) => samePlacement(each, row.placement))
  return (
    <section className="placement-detail" aria-label={`${placementLabel(row.placement)} in detail`}>
      <div className="row">
        <h3 className="grow">{placementLabel(row.placement)}</h3>
        {action}
        <IconButton icon={X} label="Close" onClick={onClose} />
      </div>
      <dl>
        {row.reasons.length === 0 ? null : <Line term="Against it">{row.reasons.join(' ')}</Line>}
        {row.checks.map((check) => (
          <Line key={check.kind} term={KIND_NAMES[check.kind] ?? check.kind}>
            {shortValue(check.value)}: {KNOWN[check.satisfied]}{check.confirmed ? ', by your proof' : ''}. {check.note ?? ''}{' '}
            <Sources sources={check.sources} checkedOn={check.checkedOn} />
          </Line>
        ))}
        {row.warnings.length === 0 ? null : <Line term="Mind">{row.warnings.join(' ')}</Line>}
        {facts === undefined ? null : <><OfferLine facts={facts} models={models} /><FeatureLine facts={facts} /></>}
      </dl>
    </section>
  )
}
