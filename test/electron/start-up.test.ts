// The parts of start-up that can be told without a window: its place, files it was opened with, names to save under.
import { describe, expect, test, vi } from 'vitest'
import { OpenedFiles, optionsFrom } from '../../electron/opened-files.ts'
import { oneImport } from '../../electron/one-import.ts'
import { placeOn } from '../../electron/window-place.ts'

vi.mock('electron', () => ({ app: { isPackaged: false }, dialog: {}, Menu: {} }))
const { safeFileName } = await import('../../electron/save-dialog.ts')
const { menuTemplate } = await import('../../electron/menu.ts')

describe('the window’s place', () => {
  const display = { x: 0, y: 0, width: 1920, height: 1040 }
  const second = { x: 1920, y: 0, width: 1280, height: 984 }

  test('is kept where its title bar can be grabbed', () => {
    const place = { x: 2000, y: 40, width: 1000, height: 700, maximized: false }
    expect(placeOn([display, second], place)).toEqual(place)
  })

  test('is given up where the display is gone; the size stays', () => {
    expect(placeOn([display], { x: 2000, y: 40, width: 1000, height: 700, maximized: true })).toEqual({ width: 1000, height: 700, maximized: true })
  })

  test('is cut to the display and never under what the page needs', () => {
    expect(placeOn([display], { x: 0, y: 0, width: 5000, height: 10, maximized: false })).toEqual({ x: 0, y: 0, width: 1920, height: 600, maximized: false })
  })
})

describe('files the app was opened with', () => {
  const here = import.meta.filename

  test('come after the app’s own folder in development', () => {
    const path = '/project'
    expect(optionsFrom(['/e/electron', '-r', here, '--inspect=0', path, here], { isPackaged: false, path }).paths).toEqual([here])
  })

  test('come after the program in a package', () => {
    expect(optionsFrom(['/opt/token-ledger', here], { isPackaged: true, path: '/opt/resources/app.asar' }).paths).toEqual([here])
  })

  test('wait for the window, then go straight through', () => {
    const seen: string[][] = []
    const opened = new OpenedFiles()
    opened.add(['a'])
    opened.add(['b'])
    opened.ready((paths) => seen.push(paths))
    opened.add(['c'])
    opened.add([])
    expect(seen).toEqual([['a', 'b'], ['c']])
  })
})

describe('one drop', () => {
  const part = (label: string, bytesTotal: number | null) => ({ label, sources: [], sourcesTotal: 1, bytesTotal })

  test('is one import with the sums of its parts', () => {
    expect(oneImport([part('a/', 5), part('b', 7), part('c', 1)])).toMatchObject({ label: 'a/ and 2 more', sourcesTotal: 3, bytesTotal: 13 })
  })

  test('of one part is that part, and an unknown part makes the sum unknown', () => {
    const only = part('a', 5)
    expect(oneImport([only])).toBe(only)
    expect(oneImport([part('a', 5), part('b', null)]).bytesTotal).toBeNull()
  })
})

test.each([
  ['report.csv', 'report.csv'], ['../../etc/passwd', '-..-etc-passwd'], ['a:b?.csv', 'a-b-.csv'], ['', 'token-ledger'], ['.bashrc', 'bashrc'],
])('%s is suggested as %s', (name, suggested) => {
  expect(safeFileName(name)).toBe(suggested)
})

describe('the menu', () => {
  const labels = (isMac: boolean) => menuTemplate(isMac, () => {}).flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))

  test.each([true, false])('has every command once (macOS: %s)', (isMac) => {
    const sent: string[] = []
    for (const { submenu } of menuTemplate(isMac, (command) => sent.push(command))) {
      if (Array.isArray(submenu)) for (const { click } of submenu) Reflect.apply(click ?? (() => {}), undefined, [])
    }
    expect(sent.toSorted()).toEqual(['about', 'export', 'open-files', 'open-folder', 'reload-data', 'settings'])
  })

  test('zooms', () => {
    expect(labels(false).map(({ role }) => role)).toEqual(expect.arrayContaining(['zoomIn', 'zoomOut', 'resetZoom']))
  })
})
