// What a source leaves open, asked for in the window: kept as a setting, and the file read again with it.
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { isEmpty, matchingSources, patternFor, settingText, withSetting } from '../../../renderer/views/data/source-settings-model.ts'
import { unknownPlaces } from '../../../renderer/views/data/read-again.ts'
import { openApp } from '../harness-app.tsx'

const setting = { source: 'a.json', platform: null, route: null, model: null, day: null }

describe('a setting of sources', () => {
  it('is for one name, or for all that begin and end alike', () => {
    expect(patternFor(['jobs/a.jsonl.out'])).toBe('jobs/a.jsonl.out')
    expect(patternFor(['jobs/a.jsonl.out', 'jobs/b.jsonl.out'])).toBe('jobs/*.jsonl.out')
    expect(patternFor(['jobs/a.json', 'other/b.csv'])).toBe('*')
    expect(matchingSources('jobs/*.out', ['jobs/a.out', 'jobs/b.json', 'c.out'])).toEqual(['jobs/a.out'])
  })

  it('takes the place of the one before it and goes first', () => {
    const [other, now] = [{ ...setting, source: 'b.json' }, { ...setting, day: '2026-11-03' }]
    expect(withSetting([other, setting], now)).toEqual([now, other])
    expect([isEmpty(setting), isEmpty(now)]).toEqual([true, false])
    expect(settingText({ ...now, platform: 'bedrock', route: 'geo-eu', model: 'm' }, { model: (id) => id, day: (day) => day })).toBe('Bedrock, EU, m, 2026-11-03')
  })

  it('tells of files that cannot be read again', () => {
    expect(unknownPlaces([])).toBeNull()
    expect(unknownPlaces(['a'])).toBe('1 file came by upload, archive or pull, so that their place is not known: undo the import and drop them again.')
  })
})

describe('the sources tab', () => {
  it('saves what is known of a file and reads it again', async () => {
    const bridge = openApp('data?tab=sources')
    fireEvent.click(await screen.findByRole('button', { name: /^Set platform, route, model or day of AWSLogs/ }))
    const dialog = within(await screen.findByRole('dialog'))
    const save = () => dialog.getByRole('button', { name: 'Save and read 1 file again' })
    expect(save()).toHaveProperty('disabled', true)
    fireEvent.change(dialog.getByLabelText('Day'), { target: { value: '2026-11-03' } })
    fireEvent.click(save())
    const name = 'AWSLogs/18/14/T1403Z_a91c.json.gz'
    await waitFor(() => expect(bridge.calls.find(({ method }) => method === 'imports.readAgain')?.input).toEqual({ id: 4, names: [name] }))
    expect(bridge.calls.find(({ method }) => method === 'settings.set')?.input).toEqual({ sources: [{ ...setting, source: name, day: '2026-11-03' }] })
    expect(await screen.findByText('1 file is read again')).toBeTruthy()
  })
})

describe('the tag keys', () => {
  it('say after a change that earlier imports keep theirs, and offer to read them again', async () => {
    const bridge = openApp('data?tab=settings')
    const field = await screen.findByLabelText('Tag keys')
    fireEvent.change(field, { target: { value: 'surface, team' } })
    fireEvent.keyDown(field, { key: 'Enter' })
    expect(await screen.findByText(/^4 earlier imports keep the tags they were read with/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Read them again' }))
    await waitFor(() => expect(bridge.calls.filter(({ method }) => method === 'imports.readAgain')).toHaveLength(4))
  })
})
