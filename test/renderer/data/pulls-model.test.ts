import { describe, expect, it } from 'vitest'
import { endingOf, profileNote, readDays, readRegions } from '../../../renderer/views/data/pulls-model.ts'
import { noPulls } from '../fake-pulls.ts'

describe('what a form asks for', () => {
  it('reads Regions by comma or space, each once, and names the first that is none', () => {
    expect(readRegions(' us-east-1, EU-central-1 us-east-1;us-gov-west-1')).toEqual({
      regions: ['us-east-1', 'eu-central-1', 'us-gov-west-1'],
      wrong: null,
    })
    expect(readRegions('us-east-1, frankfurt')).toMatchObject({ wrong: 'frankfurt' })
    expect(readRegions('')).toEqual({ regions: [], wrong: null })
  })

  it('counts days with today among them', () => {
    expect(readDays({ days: 'new', from: '', to: '' }, '2026-11-22')).toEqual({ from: null, to: null, wrong: null })
    // 7 days that end on the 22nd begin on the 16th.
    expect(readDays({ days: '7', from: '', to: '' }, '2026-11-22')).toMatchObject({
      from: '2026-11-16',
      to: '2026-11-22',
    })
    expect(readDays({ days: 'chosen', from: '2026-11-03', to: '2026-11-02' }, '2026-11-22').wrong).toBe(
      'The first day lies after the last.',
    )
    expect(readDays({ days: 'chosen', from: '', to: '2026-11-02' }, '2026-11-22').wrong).toBe('Enter both days.')
  })

  it('says how a profile signs in', () => {
    expect(profileNote({ name: 'a', region: null, signIn: 'sso' })).toMatch(/SSO.*names no Region/)
    expect(profileNote(undefined)).toMatch(/finds by itself/)
  })
})

describe('how a pull ended', () => {
  const [never] = noPulls().pulls
  if (never === undefined) throw new Error('No pull')
  const why = { code: 'throttled', message: 'Too many calls.' }

  it('tells nothing, part and all apart', () => {
    expect(endingOf(never)).toBeNull()
    expect(endingOf({ ...never, lastState: 'done', lastAccepted: 1260 })).toEqual({
      tone: 'good',
      text: 'Done, with 1,260 new entries.',
      problem: null,
    })
    expect(endingOf({ ...never, lastState: 'done', lastAccepted: 0, lastProblem: why })).toEqual({
      tone: 'plain',
      text: 'Done, with nothing new.',
      problem: why,
    })
    expect(endingOf({ ...never, lastState: 'failed', lastAccepted: null, lastProblem: why })).toMatchObject({
      tone: 'bad',
      text: 'Failed. Nothing was changed.',
    })
    expect(endingOf({ ...never, lastState: 'failed', lastAccepted: 1, lastProblem: why })).toMatchObject({
      tone: 'bad',
      text: 'Stopped half-way, with 1 new entry.',
    })
    expect(endingOf({ ...never, lastState: 'cancelled' })).toMatchObject({ tone: 'plain' })
  })
})
