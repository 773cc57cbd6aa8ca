// What a choice in the picker asks for, and back.
import { describe, expect, it } from 'vitest'
import {
  chosenOption, REQUIREMENT_ROWS, ruleText, usdText, withOption, withoutHard, type RequirementRow, type Requirements,
} from '../../../renderer/placements/requirement-options.ts'
import { noRequirements } from '../../../src/core/requirements.ts'

const none: Requirements = { ...noRequirements('voice'), confirmed: [] }

const rowOf = (kind: RequirementRow['kind']): RequirementRow => {
  const row = REQUIREMENT_ROWS.find((one) => one.kind === kind)
  if (row === undefined) throw new Error(`no row ${kind}`)
  return row
}

describe('requirement options', () => {
  it('come back as what was chosen, and take nothing else along', () => {
    for (const row of REQUIREMENT_ROWS) {
      for (const { value } of row.options) {
        const asked = withOption(none, row, value)
        expect(chosenOption(row, asked)).toBe(value)
        expect(withOption(asked, row, null)).toEqual(none)
        for (const other of REQUIREMENT_ROWS) if (other !== row) expect(chosenOption(other, asked)).toBeNull()
      }
    }
  })

  it('ask for network and identities together or apart', () => {
    const row = rowOf('network')
    expect(withOption(none, row, 'aws+aws')).toMatchObject({ privateNetwork: 'aws', iam: 'aws' })
    expect(withOption(none, row, '+google-cloud')).toMatchObject({ privateNetwork: null, iam: 'google-cloud' })
  })

  it('leave the other questions alone when the first is answered with no', () => {
    const asked: Requirements = { ...withOption(none, rowOf('residency'), 'eu'), core: 'latency', manyProviders: true }
    expect(withoutHard(asked)).toEqual({ ...none, core: 'latency', manyProviders: true })
  })

  it('keep typed amounts exact, and none for nothing', () => {
    expect([usdText(380.5), usdText(0.1), usdText(0), usdText(-1)]).toEqual(['380.5', '0.1', null, null])
  })

  it('name the rule that fired in a few words', () => {
    const constraint = (kind: string, value: string) => ({ kind, value, aloneUsd: null, droppedUsd: null, satisfiedBy: [] })
    const constraints = [constraint('residency', 'eu'), constraint('bill', 'aws')]
    expect(ruleText({ rule: 'hard-requirement', constraints })).toBe('Residency: EU +1')
    expect(ruleText({ rule: 'newest-model', constraints: [] })).toBe('Newest models')
  })
})
