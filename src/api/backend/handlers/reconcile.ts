// Answers about bills: computed against billed, and the lines behind a figure.
import type { Handlers } from '../../dispatcher.ts'
import type { Context } from '../context.ts'

type ReconcileHandlers = Pick<Handlers, 'reconcile.run' | 'reconcile.bills'>

export function reconcileHandlers(_context: Context): ReconcileHandlers {
  return {
    'reconcile.run': ({ filters: { from, to } }) => ({
      platforms: [], rows: [], window: { from, to, tz: 'UTC', basis: {} },
      totals: {
        computed: '0', billed: '0', billedList: null, residual: '0', computedTokens: 0, billedTokens: null, unpricedTokens: 0,
        causes: {
          routePremium: '0', cacheTtl: '0', tier: '0', promptBand: '0', otherMeters: '0', dayEdge: '0', logGap: '0', billGap: '0',
          price: '0', discount: '0', rounding: '0', unknown: '0',
        },
      },
    }),
    'reconcile.bills': () => ({ rows: [], total: 0 }),
  }
}
