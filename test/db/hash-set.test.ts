// A set of hashes in one piece of memory holds what a Set holds.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { HashSet } from '../../db/hash-set.ts'

const MOST = 50
/** Few last bits, so that many fall on one place. */
const hashes = fc.integer({ min: 0, max: 20 }).chain((high) => fc.integer({ min: 0, max: 3 }).map((low) => high * 2 ** 40 + low))
const steps = fc.array(fc.oneof(
  fc.record({ add: hashes }),
  fc.record({ ask: hashes }),
  fc.constant({ clear: true as const }),
), { maxLength: MOST })

it('holds what a Set holds, through all that is added and cleared', () => {
  fc.assert(fc.property(steps, (all) => {
    const [ours, plain] = [new HashSet(MOST), new Set<number>()]
    for (const step of all) {
      if ('add' in step) {
        ours.add(step.add)
        plain.add(step.add)
      } else if ('ask' in step) expect(ours.has(step.ask)).toBe(plain.has(step.ask))
      else {
        ours.clear()
        plain.clear()
      }
    }
    for (const hash of plain) expect(ours.has(hash)).toBe(true)
  }))
})
