// What a scenario costs once. Pure.
import { parseFraction, roundHalfEven } from '../../../src/core/fraction.ts'
import { PICO_PER_USD } from '../../../src/core/money.ts'
import type { Scenario } from '../../../src/api/contract/contract.ts'

/** Sum of the one-off costs, in pico-USD. */
export function oneOffOf(scenario: Scenario): bigint {
  return scenario.moves.reduce((sum, move) => {
    const usd = parseFraction(String(move.oneOffUsd ?? 0))
    return usd === null ? sum : sum + roundHalfEven({ num: usd.num * PICO_PER_USD, den: usd.den })
  }, 0n)
}
