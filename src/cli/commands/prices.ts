// `prices`: the price points in force, with dates, sources and confidence.
import { resolveModel } from '../../core/model-id.ts'
import type { PricePoint } from '../../api/contract/shapes.ts'
import { JSON_OPTION, readDay, readPlatform } from '../arguments.ts'
import type { Command } from '../command.ts'
import { tableText, type Column } from '../table.ts'
import { UsageError } from '../usage-error.ts'

export const prices: Command = {
  name: 'prices',
  usage: '[--model M] [--platform P] [--on D] [--db FILE] [--json]',
  summary: 'the price list with dates and sources',
  options: { ...JSON_OPTION, model: { type: 'string' }, platform: { type: 'string' }, on: { type: 'string' } },
  async run(args, { client, print }) {
    if (args.positionals.length > 0) throw new UsageError('prices takes no file.')
    const model = args.text('model')
    const platform = readPlatform(args)
    const on = readDay(args, 'on')
    const { points } = await client.call('prices.list', {
      ...(model === null ? {} : { model: resolveModel(model).model }),
      ...(platform === null ? {} : { platform }),
      ...(on === null ? {} : { on }),
    })
    print(args.flag('json') ? `${JSON.stringify(points, null, 2)}\n` : pricesTable(points))
    return 0
  },
}

const COLUMNS: readonly Column[] = [
  ...['model', 'platform', 'routes', 'tier', 'speed'].map((title) => ({ title, numeric: false })),
  ...['prompt over', 'input', 'read', '5m write', '1h write', 'output'].map((title) => ({ title, numeric: true })),
  ...['from', 'to', 'confidence'].map((title) => ({ title, numeric: false })),
]

/** USD per million tokens; a dash is a price that is not known. */
function pricesTable(points: readonly PricePoint[]): string {
  return tableText(COLUMNS, points.map((point) => {
    const rates = point.usdPerMillionTokens
    return [
      point.model, point.platform, point.routes.join(' '), point.tier, point.speed, point.promptOver.toLocaleString('en-US'),
      rates.uncachedInput, rates.cacheRead, rates.cacheWrite5m, rates.cacheWrite1h, rates.output,
      point.effectiveFrom ?? 'ever', point.effectiveTo ?? 'open', point.override ? 'set by you' : point.confidence,
    ]
  }))
}
