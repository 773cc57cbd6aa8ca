// "How this number is computed" for caching figures: the formula with the user's own numbers.
import { ComputedContent } from '../components/computed.tsx'
import { Money } from '../components/figures.tsx'
import * as format from '../format.ts'
import type { Figures } from '../../src/api/contract/shapes.ts'
import { hrefOf } from '../state/navigation.tsx'

interface Explained {
  figures: Figures
  from: string
  to: string
}

const NET_SAVING_WORDS =
  'what cache reads cost less than plain input, minus what writes cost more, at the prices of the day.'

export function NetSavingExplained({ figures, from, to }: Explained) {
  const { caching } = figures
  const minus = (amount: string) => <Money pico={-BigInt(amount)} />
  return (
    <ComputedContent
      what={`${format.dateRange(from, to)}: ${NET_SAVING_WORDS}`}
      heads={['Part', 'Tokens', 'Amount']}
      rows={[
        {
          label: 'Reads x (input price − read price)',
          cells: [format.count(figures.tokens.cacheRead), <Money key="a" pico={caching.readSaving} />],
        },
        {
          label: '5m writes x (5m price − input price)',
          cells: [format.count(figures.tokens.cacheWrite5m), minus(caching.writePremium5m)],
        },
        {
          label: '1h writes x (1h price − input price)',
          cells: [format.count(figures.tokens.cacheWrite1h), minus(caching.writePremium1h)],
        },
        { label: 'Net cache saving', cells: ['', <Money key="b" pico={caching.netSaving} />], sum: true },
      ]}
      footer={
        <>
          Writes whose lifetime the log does not say are counted as 5m.{' '}
          <a href={hrefOf('data', { tab: 'prices' })}>Open the price points</a>
        </>
      }
    />
  )
}

export function HitRateExplained({ figures, from, to }: Explained) {
  const { tokens } = figures
  const prompt = tokens.uncachedInput + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h
  return (
    <ComputedContent
      what={`${format.dateRange(from, to)}: cache reads over all prompt tokens, from sums, never as a mean of rates.`}
      heads={['Prompt tokens', 'Tokens']}
      rows={[
        { label: 'Cache read', cells: [format.count(tokens.cacheRead)] },
        { label: 'Uncached input', cells: [format.count(tokens.uncachedInput)] },
        { label: 'Cache write 5m', cells: [format.count(tokens.cacheWrite5m)] },
        { label: 'Cache write 1h', cells: [format.count(tokens.cacheWrite1h)] },
        { label: 'Prompt tokens', cells: [format.count(prompt)], sum: true },
        {
          label: 'Cache read / prompt tokens',
          cells: [prompt === 0 ? 'no data' : format.percent(tokens.cacheRead / prompt)],
          sum: true,
        },
      ]}
    />
  )
}
