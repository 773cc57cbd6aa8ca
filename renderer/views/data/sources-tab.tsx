// Sources: where usage came from, by any of its attribution fields, and the files of each import.
import { useState } from 'react'
import { useCall } from '../../api.ts'
import { Segmented } from '../../components/button.tsx'
import { ChartFrame } from '../../components/chart-frame.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Count, Money, NoData, Tokens } from '../../components/figures.tsx'
import { Select } from '../../components/menu.tsx'
import { EmptyState, ErrorState, LoadingBlock } from '../../components/states.tsx'
import { csvUsd, tableCsv, type Column } from '../../components/table-model.ts'
import { count, bytes } from '../../format.ts'
import { useWindow } from '../../state/ledger.tsx'
import { useViewParam } from '../../state/navigation.tsx'
import { platformLabel } from '../../../src/core/placement.ts'
import { PLATFORMS } from '../../../src/core/usage.ts'
import type { Figures, TotalsRow } from '../../../src/api/contract/shapes.ts'
import { PlansPanel, usePlans, type Conditions } from './plans-panel.tsx'
import { shortPath } from './rejected-lines.ts'
import { SourceSettingDialog } from './source-setting-dialog.tsx'
import { SourceSettingsPanel } from './source-settings-panel.tsx'
import { formatName, formatNames, sourcesByTrouble, type ImportSource } from './import-report-model.ts'

const FIELDS = [
  { value: 'importer', label: 'Format' },
  { value: 'account', label: 'Account' },
  { value: 'workspace', label: 'Workspace' },
  { value: 'apiKey', label: 'API key' },
  { value: 'principal', label: 'Principal' },
  { value: 'profile', label: 'Profile' },
  { value: 'project', label: 'Project' },
  { value: 'gateway', label: 'Gateway' },
] as const
type Field = (typeof FIELDS)[number]['value']

function allTokens(figures: Figures): number {
  const { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, output } = figures.tokens
  return uncachedInput + cacheRead + cacheWrite5m + cacheWrite1h + output
}

function platformName(key: string | null | undefined): string {
  const platform = PLATFORMS.find((name) => name === key)
  return platform === undefined ? '' : platformLabel(platform)
}

function attributionColumns(field: Field): Column<TotalsRow>[] {
  const head = FIELDS.find((one) => one.value === field)?.label ?? field
  const nameOf = (row: TotalsRow) => {
    const value = row.keys[field] ?? null
    return value !== null && field === 'importer' ? formatName(value) : value
  }
  return [
    {
      key: 'name',
      head,
      name: head,
      cell: (row) => nameOf(row) ?? <NoData word="not given" />,
      sort: nameOf,
      csv: { type: 'text', value: nameOf },
    },
    {
      key: 'platform',
      head: 'Platform',
      name: 'Platform',
      cell: (row) => <span className="t2">{platformName(row.keys['platform'])}</span>,
      sort: (row) => platformName(row.keys['platform']),
      csv: { type: 'text', value: (row) => row.keys['platform'] ?? null },
    },
  ]
}

function figureColumns(totals: Figures): Column<TotalsRow>[] {
  return [
    {
      key: 'requests',
      head: 'Requests',
      name: 'Requests',
      align: 'number',
      cell: (row) => <Count value={row.requests} />,
      sort: (row) => row.requests,
      csv: { type: 'number', value: (row) => row.requests },
      total: <Count value={totals.requests} />,
      totalCsv: totals.requests,
    },
    {
      key: 'tokens',
      head: 'Tokens',
      name: 'Tokens',
      align: 'number',
      cell: (row) => <Tokens value={allTokens(row)} />,
      sort: allTokens,
      csv: { type: 'number', value: allTokens },
      total: <Tokens value={allTokens(totals)} />,
      totalCsv: allTokens(totals),
    },
    {
      key: 'unpriced',
      head: 'Unpriced',
      name: 'Unpriced tokens',
      align: 'number',
      cell: (row) => (
        <span className={row.unpricedTokens > 0 ? 'warning' : 't3'}>
          <Tokens value={row.unpricedTokens} />
        </span>
      ),
      sort: (row) => row.unpricedTokens,
      csv: { type: 'number', value: (row) => row.unpricedTokens },
      total: <Tokens value={totals.unpricedTokens} />,
      totalCsv: totals.unpricedTokens,
    },
    {
      key: 'cost',
      head: 'List cost',
      name: 'List cost USD',
      align: 'number',
      cell: (row) => <Money pico={row.listCost} />,
      sort: (row) => (row.listCost === null ? null : BigInt(row.listCost)),
      csv: { type: 'number', value: (row) => csvUsd(row.listCost) },
      total: <Money pico={totals.listCost} />,
      totalCsv: csvUsd(totals.listCost),
    },
  ]
}

/** Marks what a row stands for as not billed per token. What names nothing cannot be marked. */
function planColumn(field: Field, mark: (conditions: Conditions) => void): Column<TotalsRow> {
  return {
    key: 'plan',
    head: <span className="visually-hidden">Billing</span>,
    name: 'Billing',
    align: 'number',
    cell: (row) => {
      const value = row.keys[field] ?? null
      const platform = row.keys['platform'] ?? null
      if (value === null || platform === null) return null
      return (
        <button type="button" className="link" onClick={() => mark({ [field]: value, platform })}>
          On a plan
        </button>
      )
    },
  }
}

const rowKey = (row: TotalsRow) => Object.values(row.keys).join('\u0000')

function Origins() {
  const view = useWindow()
  const [param, setField] = useViewParam('origin', 'importer')
  const field = FIELDS.find((one) => one.value === param)?.value ?? 'importer'
  const all = { ...view.filters, from: null, to: null }
  const { data, error, refetch } = useCall(
    'usage.totals',
    { filters: all, by: [field, 'platform'] },
    { enabled: view.ready },
  )
  const { mark } = usePlans()
  const columns =
    data === undefined ? [] : [...attributionColumns(field), ...figureColumns(data.totals), planColumn(field, mark)]
  return (
    <ChartFrame
      title="Origins"
      subtitle="Where usage came from, all days. Mark what a subscription pays for as on a plan."
      fileName={`origins-by-${field}`}
      csv={(options) => tableCsv(columns, data?.rows ?? [], { ...options, totals: true })}
    >
      <div className="panel-body scroll-x">
        <Segmented label="Origin by" size="small" value={field} options={FIELDS} onChange={setField} />
      </div>
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()}>
          The imports still hold.
        </ErrorState>
      ) : data === undefined ? (
        <LoadingBlock height={240} />
      ) : (
        <DataTable
          caption="Origins"
          columns={columns}
          rows={data.rows}
          rowKey={rowKey}
          totals
          initialSort={{ key: 'cost', direction: 'descending' }}
          maxHeight={520}
          stickyHead
          empty={<EmptyState title="Nothing has been read yet">Drop usage logs anywhere in this window.</EmptyState>}
        />
      )}
    </ChartFrame>
  )
}

const FILE_COLUMNS: readonly Column<ImportSource>[] = [
  {
    key: 'name',
    head: 'File',
    name: 'File',
    width: '40%',
    cell: (source) => (
      <span className="clip" title={source.name}>
        {shortPath(source.name, 34)}
      </span>
    ),
    sort: (source) => source.name,
    csv: { type: 'text', value: (source) => source.name },
  },
  {
    key: 'format',
    head: 'Format',
    name: 'Format',
    cell: (source) => (
      <span className="clip t2" title={source.problem?.message}>
        {source.problem?.message ?? (source.importer === null ? 'skipped' : formatName(source.importer))}
      </span>
    ),
    csv: { type: 'text', value: (source) => source.problem?.message ?? source.importer },
  },
  {
    key: 'bytes',
    head: 'Size',
    name: 'Bytes',
    align: 'number',
    width: 66,
    cell: (source) => (source.bytes === null ? <NoData /> : bytes(source.bytes)),
    sort: (source) => source.bytes,
    csv: { type: 'number', value: (source) => source.bytes },
  },
  {
    key: 'entries',
    head: 'Lines',
    name: 'Lines',
    align: 'number',
    width: 78,
    cell: (source) => count(source.tally.entries),
    sort: (source) => source.tally.entries,
    csv: { type: 'number', value: (source) => source.tally.entries },
  },
  {
    key: 'accepted',
    head: 'Accepted',
    name: 'Accepted',
    align: 'number',
    width: 84,
    cell: (source) => count(source.tally.accepted),
    sort: (source) => source.tally.accepted,
    csv: { type: 'number', value: (source) => source.tally.accepted },
  },
]

/** Says what is known of a file and offers to read it again. */
function settingColumn(onSet: (name: string) => void): Column<ImportSource> {
  return {
    key: 'set', head: <span className="visually-hidden">Setting</span>, name: 'Setting', align: 'number', width: 48,
    cell: (source) => (
      <button type="button" className="link" aria-label={`Set platform, route, model or day of ${source.name}`} onClick={() => onSet(source.name)}>Set</button>
    ),
  }
}

function Files() {
  const imports = (useCall('imports.list', {}).data?.imports ?? [])
    .filter((one) => one.state !== 'undone')
    .toSorted((a, b) => b.id - a.id)
  const [param, setImport] = useViewParam('import', '')
  const selected = imports.find((one) => String(one.id) === param) ?? imports[0] ?? null
  const { data, error, refetch } = useCall('imports.report', { id: selected?.id ?? 0 }, { enabled: selected !== null })
  const rows = data === undefined ? [] : sourcesByTrouble(data.sources)
  const [setting, setSetting] = useState<string | null>(null)
  return (
    <ChartFrame
      title="Files"
      subtitle="Of one import, those with a problem first."
      fileName="files"
      csv={(options) => tableCsv(FILE_COLUMNS, rows, options)}
      switches={
        selected === null ? undefined : (
          <Select
            label="Import"
            width={180}
            value={String(selected.id)}
            onChange={setImport}
            options={imports.map((one) => ({
              value: String(one.id),
              label: `${one.label}, ${formatNames(one.importers)}`,
            }))}
          />
        )
      }
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()}>
          The origins still hold.
        </ErrorState>
      ) : selected === null ? (
        <EmptyState title="No import yet" />
      ) : data === undefined ? (
        <LoadingBlock height={240} />
      ) : (
        <DataTable
          caption="Files of the import"
          columns={[...FILE_COLUMNS, settingColumn(setSetting)]}
          rows={rows.slice(0, 1000)}
          rowKey={(source) => source.name}
          fixed
          maxHeight={560}
          stickyHead
        />
      )}
      {setting === null || selected === null ? null : (
        <SourceSettingDialog source={setting} from={{ id: selected.id, names: rows.map(({ name }) => name) }} onClose={() => setSetting(null)} />
      )}
    </ChartFrame>
  )
}

export function SourcesTab() {
  return (
    <div className="data-halves">
      <div className="stack">
        <Origins />
        <PlansPanel />
        <SourceSettingsPanel />
      </div>
      <Files />
    </div>
  )
}
