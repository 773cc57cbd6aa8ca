// Undo of edits.
import { describe, expect, it } from 'vitest'
import { change, startHistory, undo } from '../../../renderer/views/whatif/history.ts'

describe('history', () => {
  it('counts a drag as one step and two controls as two', () => {
    const dragged = [1, 2, 3].reduce((at, value) => change(at, value, 'share'), startHistory(0))
    const both = change(dragged, 9, 'discount')
    expect(undo(both).present).toBe(3)
    expect(undo(undo(both)).present).toBe(0)
  })

  it('starts a new step after an undo, and stays put at the beginning', () => {
    const once = undo(change(startHistory(0), 1, 'share'))
    expect(undo(change(once, 5, 'share')).present).toBe(0)
    expect(undo(startHistory(0)).present).toBe(0)
  })
})
