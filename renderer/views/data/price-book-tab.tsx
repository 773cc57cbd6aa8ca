// The price book: gaps on top with the reason, the user's own prices and discounts, then every price point with its source.
import { useMemo, useState } from 'react'
import { useCall } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ChartFrame } from '../../components/chart-frame.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Select } from '../../components/menu.tsx'
import { Panel, PanelHead } from '../../components/panel.tsx'
import { EmptyState, ErrorState, LoadingBlock } from '../../components/states.tsx'
import { tableCsv } from '../../components/table-model.ts'
import { count, dateRange, tokens } from '../../format.ts'
import { gapGroups } from '../../state/gaps.ts'
import { useModelNames, useWindow } from '../../state/ledger.tsx'
import { useViewParam } from '../../state/navigation.tsx'
import { parsePlacementKey, placementLabel, platformLabel } from '../../../src/core/placement.ts'
import { PLATFORMS } from '../../../src/core/usage.ts'
import { DiscountsPanel } from './discounts-panel.tsx'
import { shortId } from './import-report-model.ts'
import { MapProfileDialog } from './map-profile-dialog.tsx'
import { OverrideDialog } from './override-dialog.tsx'
import { OverridesPanel } from './overrides-panel.tsx'
import {
  draftFor,
  filterPoints,
  variantText,
  type Gap,
  type OverrideDraft,
  type PriceFilter,
} from './price-book-model.ts'
import { pointColumns, pointKey, ROUTES_CSV } from './price-columns.tsx'

const ALL = 'all'

/** `bedrock/geo-eu/claude-x`, as the report's "Add a price" button writes it. */
function draftFromParam(param: string): OverrideDraft | null {
  const [platform = '', route = '', ...model] = param.split('/')
  const placement = parsePlacementKey(`${platform}/${route}`)
  return placement === null || model.length === 0 ? null : draftFor({ ...placement, model: model.join('/') })
}

function GapRow({
  gap,
  isProfile,
  onMap,
  onPrice,
}: {
  gap: Gap
  isProfile: boolean
  onMap: () => void
  onPrice: () => void
}) {
  const requests = gap.requests === null ? '' : `${count(gap.requests)} requests, `
  return (
    <li className="todo">
      <p>
        <strong title={gap.model}>{shortId(gap.model)}</strong> on {placementLabel(gap)}, {variantText(gap)}. {gap.why}{' '}
        <span className="t3">
          {requests}
          {tokens(gap.tokens)} tokens, {dateRange(gap.firstDay, gap.lastDay)}.
        </span>
      </p>
      {isProfile ? <Button onClick={onMap}>Map to a model</Button> : <Button onClick={onPrice}>Add a price</Button>}
    </li>
  )
}

function Gaps({ onPrice }: { onPrice: (draft: OverrideDraft) => void }) {
  const gaps = useCall('prices.gaps', {})
  const profiles = useCall('profiles.list', {}).data?.profiles ?? []
  const [mapping, setMapping] = useState<string | null>(null)
  if (gaps.error !== null)
    return (
      <Panel>
        <ErrorState error={gaps.error} onRetry={() => void gaps.refetch()}>
          The price points below still hold.
        </ErrorState>
      </Panel>
    )
  if (gaps.data === undefined) return <LoadingBlock height={80} />
  const list = gapGroups(gaps.data.gaps)
  return (
    <Panel label="Gaps">
      <PanelHead
        title="Gaps"
        subtitle={
          list.length === 0
            ? 'Everything in the ledger has a price.'
            : 'Usage in the ledger that no price covers. It is in no total, and never counted as zero.'
        }
      />
      <ul className="gaps">
        {list.map((gap) => (
          <GapRow
            key={`${gap.platform} ${gap.route} ${gap.model} ${gap.tier} ${gap.speed}`}
            gap={gap}
            isProfile={profiles.some((one) => one.rawModel === gap.model)}
            onMap={() => setMapping(gap.model)}
            onPrice={() => onPrice(draftFor({ ...gap, promptOver: 0 }))}
          />
        ))}
      </ul>
      {mapping === null ? null : <MapProfileDialog rawModel={mapping} onClose={() => setMapping(null)} />}
    </Panel>
  )
}

function FilterRow({
  filter,
  onChange,
  today,
}: {
  filter: PriceFilter
  onChange: (filter: PriceFilter) => void
  today: string
}) {
  return (
    <div className="panel-body row wrap">
      <span className="field price-search">
        <input
          type="search"
          aria-label="Search models"
          placeholder="Search models"
          value={filter.text}
          onChange={(event) => onChange({ ...filter, text: event.target.value })}
        />
      </span>
      <Select
        label="Platform"
        width={190}
        value={filter.platform ?? ALL}
        onChange={(value) => onChange({ ...filter, platform: PLATFORMS.find((name) => name === value) ?? null })}
        options={[
          { value: ALL, label: 'All platforms' },
          ...PLATFORMS.map((name) => ({ value: name, label: platformLabel(name) })),
        ]}
      />
      <label className="small t2 row">
        In force on
        <span className="field">
          <input
            type="date"
            aria-label="In force on"
            value={filter.on ?? ''}
            onChange={(event) => onChange({ ...filter, on: event.target.value === '' ? null : event.target.value })}
          />
        </span>
      </label>
      <Button size="small" onClick={() => onChange({ ...filter, on: filter.on === null ? today : null })}>
        {filter.on === null ? 'Today' : 'All dates'}
      </Button>
    </div>
  )
}

function Points({ onOverride }: { onOverride: (draft: OverrideDraft) => void }) {
  const { today } = useWindow()
  const list = useCall('prices.list', {})
  const nameOf = useModelNames()
  const [filter, setFilter] = useState<PriceFilter>({ text: '', platform: null, on: today })
  const names = useMemo(() => new Map(list.data?.models.map((model) => [model.id, model.name])), [list.data])
  const points = useMemo(() => filterPoints(list.data?.points ?? [], filter, names), [list.data, filter, names])
  const columns = pointColumns({ nameOf, onOverride })
  const clear = (
    <Button size="small" onClick={() => setFilter({ text: '', platform: null, on: null })}>
      Clear the search
    </Button>
  )
  return (
    <ChartFrame
      title="Price points"
      fileName="price-book"
      csv={(options) => tableCsv([...columns, ROUTES_CSV], points, options)}
      subtitle={`USD per million tokens. ${count(points.length)} of ${count(list.data?.points.length ?? 0)} are shown. Days are UTC days, both ends included.`}
    >
      <FilterRow filter={filter} onChange={setFilter} today={today} />
      {list.error !== null ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : list.data === undefined ? (
        <LoadingBlock height={300} />
      ) : (
        <DataTable
          caption="Price points"
          columns={columns}
          rows={points}
          rowKey={pointKey}
          maxHeight={560}
          stickyHead
          empty={
            <EmptyState
              title={`No price point for "${filter.text}"${filter.platform === null ? '' : ` on ${platformLabel(filter.platform)}`}${filter.on === null ? '' : ` on ${filter.on}`}`}
              action={clear}
            />
          }
        />
      )}
    </ChartFrame>
  )
}

export function PriceBookTab() {
  const [param, setParam] = useViewParam('add', '')
  const [draft, setDraft] = useState<OverrideDraft | null>(null)
  const open = draft ?? draftFromParam(param)
  const close = () => {
    setDraft(null)
    if (param !== '') setParam('')
  }
  return (
    <>
      <Gaps onPrice={setDraft} />
      <div className="data-halves">
        <OverridesPanel onEdit={setDraft} />
        <DiscountsPanel />
      </div>
      <Points onOverride={setDraft} />
      {open === null ? null : <OverrideDialog initial={open} onClose={close} />}
    </>
  )
}
