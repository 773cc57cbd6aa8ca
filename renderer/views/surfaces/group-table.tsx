// A surface's usage by price class or by origin, with the same figures as the table above.
import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { useCall } from '../../api.ts'
import { IconButton } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Count, Money, Percent, Tokens } from '../../components/figures.tsx'
import { useSaveCsv } from '../../components/save.ts'
import { ErrorState, LoadingBlock } from '../../components/states.tsx'
import { csvUsd, tableCsv, type Column } from '../../components/table-model.ts'
import { hitRate } from '../../../src/core/caching.ts'
import { routeLabel, platformLabel } from '../../../src/core/placement.ts'
import { PLATFORMS } from '../../../src/core/usage.ts'
import type { Figures, Filters, GroupKey, TotalsRow } from '../../../src/api/contract/shapes.ts'
import { shortModel } from '../../words.ts'
import { tokenTotal } from '../../state/coverage.ts'
import { useModelNames } from '../../state/ledger.tsx'

const KEYS: Readonly<Record<'classes' | 'origins', readonly GroupKey[]>> = {
  classes: ['model', 'platform', 'route', 'tier'],
  origins: ['principal', 'workspace', 'apiKey', 'profile'],
}

/** The origins of Claude Code are its project folders. */
const BY_PROJECT = ['project', 'account', 'principal', 'workspace'] as const

const HEADS: Partial<Record<GroupKey, string>> = {
  model: 'Model',
  platform: 'Platform',
  route: 'Route',
  tier: 'Tier',
  principal: 'Principal',
  workspace: 'Workspace',
  apiKey: 'API key',
  profile: 'Profile',
  project: 'Project',
  account: 'Account',
}

function useText(): (key: GroupKey, value: string | null) => string {
  const nameOf = useModelNames()
  return (key, value) => {
    if (value === null || value === '') return ''
    if (key === 'model') return shortModel(nameOf(value))
    if (key === 'route') return routeLabel(value)
    const platform = key === 'platform' ? PLATFORMS.find((name) => name === value) : undefined
    return platform === undefined ? value : platformLabel(platform)
  }
}

function keyColumns(
  keys: readonly GroupKey[],
  text: (key: GroupKey, value: string | null) => string,
): Column<TotalsRow>[] {
  return keys.map((key) => ({
    key,
    head: HEADS[key] ?? key,
    name: HEADS[key] ?? key,
    sort: (row) => row.keys[key] ?? '',
    csv: { type: 'text', value: (row) => row.keys[key] ?? null },
    cell: (row) => (
      <span className="clip" title={row.keys[key] ?? ''}>
        {text(key, row.keys[key] ?? null)}
      </span>
    ),
  }))
}

function figureColumns(totals: Figures): Column<TotalsRow>[] {
  return [
    {
      key: 'requests',
      head: 'Requests',
      name: 'Requests',
      align: 'number',
      width: 86,
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
      width: 66,
      cell: (row) => <Tokens value={tokenTotal(row.tokens)} />,
      sort: (row) => tokenTotal(row.tokens),
      csv: { type: 'number', value: (row) => tokenTotal(row.tokens) },
      total: <Tokens value={tokenTotal(totals.tokens)} />,
      totalCsv: tokenTotal(totals.tokens),
    },
    {
      key: 'hit',
      head: 'Hit rate',
      name: 'Token hit rate',
      align: 'number',
      width: 64,
      cell: (row) => <Percent ratio={hitRate(row.tokens)} />,
      sort: (row) => hitRate(row.tokens),
      csv: { type: 'number', value: (row) => hitRate(row.tokens) },
    },
    {
      key: 'cost',
      head: 'List cost',
      name: 'List cost USD',
      align: 'number',
      width: 92,
      cell: (row) => <Money pico={row.listCost} />,
      sort: (row) => (row.listCost === null ? null : BigInt(row.listCost)),
      csv: { type: 'number', value: (row) => csvUsd(row.listCost) },
      total: <Money pico={totals.listCost} />,
      totalCsv: csvUsd(totals.listCost),
    },
  ]
}

export interface GroupTableProps {
  kind: 'classes' | 'origins'
  surface: string
  filters: Filters
  /** Draws the panel's head round the CSV button. */
  head: (actions: ReactNode) => ReactNode
}

/** Columns that are empty for every row say nothing and are left out. */
function usedKeys(keys: readonly GroupKey[], rows: readonly TotalsRow[]): GroupKey[] {
  const used = keys.filter((key) => rows.some((row) => (row.keys[key] ?? '') !== ''))
  return used.length === 0 ? keys.slice(0, 1) : used
}

export function GroupTable({ kind, surface, filters, head }: GroupTableProps) {
  const text = useText()
  const saveCsv = useSaveCsv()
  const query = useCall('usage.totals', { filters, by: [...KEYS[kind]] })
  // Asked for where nothing else names them.
  const nameless =
    kind === 'origins' &&
    query.data !== undefined &&
    query.data.rows.some((row) => KEYS.origins.every((key) => (row.keys[key] ?? '') === ''))
  const projects = useCall('usage.totals', { filters, by: [...BY_PROJECT] }, { enabled: nameless })
  const data = nameless && projects.data !== undefined ? projects.data : query.data
  if (query.isError)
    return (
      <>
        {head(null)}
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </>
    )
  if (data === undefined)
    return (
      <>
        {head(null)}
        <div className="panel-body">
          <LoadingBlock height={200} />
        </div>
      </>
    )
  const asked: readonly GroupKey[] = nameless ? BY_PROJECT : KEYS[kind]
  const columns = [...keyColumns(usedKeys(asked, data.rows), text), ...figureColumns(data.totals)]
  const name = `${kind === 'classes' ? 'price-classes' : 'origins'} ${surface === '*' ? 'all' : surface}`
  return (
    <>
      {head(
        <IconButton
          icon={Download}
          label="Save as CSV"
          onClick={() => saveCsv(name, (options) => tableCsv(columns, data.rows, { ...options, totals: true }))}
        />,
      )}
      <DataTable
        caption={name}
        columns={columns}
        rows={data.rows}
        rowKey={(row) => JSON.stringify(row.keys)}
        totals
        stickyHead
        fixed
        initialSort={{ key: 'cost', direction: 'descending' }}
        empty="Nothing in this window."
      />
    </>
  )
}
