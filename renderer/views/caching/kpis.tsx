// The five key figures of caching, each with how it is computed.
import type { ReactNode } from 'react'
import { ComputedButton } from '../../components/computed.tsx'
import { Change, Percent } from '../../components/figures.tsx'
import { KpiStrip, KpiTile } from '../../components/panel.tsx'
import { count, money, percent, relativeChange } from '../../format.ts'
import type { Figures } from '../../../src/api/contract/shapes.ts'
import { cachingOf, type CachingFigures } from './caching-model.ts'

interface TileProps {
  figures: Figures
  now: CachingFigures
  /** The period before; null where there is nothing to compare with. */
  earlier: CachingFigures | null
  stale: boolean
}

function hitRateLine(now: CachingFigures, earlier: CachingFigures | null): ReactNode {
  if (now.hitRate === null || earlier === null || earlier.hitRate === null) return 'of prompt tokens read from cache'
  return <><Change value={now.hitRate - earlier.hitRate} goodWhen="up" as="points" /> from {percent(earlier.hitRate)}</>
}

function HitRateTile({ figures: { tokens }, now, earlier, stale }: TileProps) {
  const rows = [
    { label: 'Uncached input', cells: [count(tokens.uncachedInput)] },
    { label: 'Cache read', cells: [count(tokens.cacheRead)] },
    { label: 'Cache write 5m', cells: [count(tokens.cacheWrite5m)] },
    { label: 'Cache write 1h', cells: [count(tokens.cacheWrite1h)] },
    {
      label: 'Prompt tokens', sum: true,
      cells: [count(tokens.uncachedInput + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h)],
    },
  ]
  const what = 'Cache reads over all prompt tokens of the window: sums, never a mean of rates.'
  return (
    <KpiTile
      label="Token hit rate" stale={stale} value={<Percent ratio={now.hitRate} />} line={hitRateLine(now, earlier)}
      info={<ComputedButton figure="the token hit rate" what={what} rows={rows} />}
    />
  )
}

function ReuseTile({ figures: { tokens }, now, stale }: TileProps) {
  const rows = [
    { label: 'Cache read', cells: [count(tokens.cacheRead)] },
    { label: 'Cache writes', cells: [count(tokens.cacheWrite5m + tokens.cacheWrite1h)] },
  ]
  return (
    <KpiTile
      label="Reuse" stale={stale} value={<Percent ratio={now.reuse} />} line="of cached tokens were reads"
      info={<ComputedButton figure="reuse" what="Cache reads over cache reads and writes." rows={rows} />}
    />
  )
}

function SavingTile({ figures: { caching }, now, earlier, stale }: TileProps) {
  const rows = [
    { label: 'Saved by cache reads', cells: [money(now.readSaving)] },
    { label: 'Extra paid for 5m writes', cells: [money(-BigInt(caching.writePremium5m))] },
    { label: 'Extra paid for 1h writes', cells: [money(-BigInt(caching.writePremium1h))] },
    { label: 'Net saving', cells: [money(now.netSaving)], sum: true },
  ]
  const line = earlier === null
    ? 'after what writes cost'
    : <><Change value={relativeChange(now.netSaving, earlier.netSaving)} goodWhen="up" /> from {money(earlier.netSaving)}</>
  const what = `Tokens read times (input price less read price), less what writes cost over plain input, each at the
    price of its day.`
  return (
    <KpiTile
      label="Net cache saving" stale={stale} value={money(now.netSaving)} line={line}
      info={<ComputedButton figure="the net cache saving" what={what} rows={rows} />}
    />
  )
}

function ShareTile({ now, stale }: TileProps) {
  const what = `Net saving over what the same tokens would cost without caching: every prompt token at the input price.`
  return (
    <KpiTile
      label="Share of cost saved" stale={stale} value={<Percent ratio={now.shareSaved} />}
      line={`of ${money(now.costWithoutCaching)} without caching`}
      info={<ComputedButton figure="the share of cost saved" what={what} />}
    />
  )
}

function WritesTile({ figures: { caching }, now, stale }: TileProps) {
  const what = `What cache writes cost over the same tokens as plain input. Your logs do not say which writes were never
    read again, so that is not shown.`
  return (
    <KpiTile
      label="What writes cost" stale={stale} value={money(now.writePremium)}
      line={`5m ${money(caching.writePremium5m)}, 1h ${money(caching.writePremium1h)}`}
      info={<ComputedButton figure="what writes cost" what={what} />}
    />
  )
}

export function CachingKpis({ figures, before, stale }: { figures: Figures; before: Figures | null; stale: boolean }) {
  const tile: TileProps = { figures, now: cachingOf(figures), earlier: before === null ? null : cachingOf(before), stale }
  return (
    <KpiStrip label="Caching in figures" className="caching-kpis">
      <HitRateTile {...tile} />
      <ReuseTile {...tile} />
      <SavingTile {...tile} />
      <ShareTile {...tile} />
      <WritesTile {...tile} />
    </KpiStrip>
  )
}
