// Saving what the page makes: CSV with the user's separator and byte order mark, and PNG of a chart.
import { useCallback } from 'react'
import { useBridge, useCall } from '../api.ts'
import type { CsvOptions } from '../../src/core/csv.ts'
import { writeColoursOut } from './picture-colours.ts'
import { fontsInside } from './picture-fonts.ts'
import { useToast } from './toast.tsx'

/** `saveCsv('spend-per-surface', (options) => tableCsv(columns, rows, options))`. Adds the extension. */
export function useSaveCsv(): (name: string, make: (options: CsvOptions) => string) => void {
  const bridge = useBridge()
  const toast = useToast()
  const settings = useCall('settings.get', {}).data
  return useCallback(
    (name, make) => {
      const options = { bom: settings?.csvBom ?? false, separator: settings?.csvSeparator ?? (',' as const) }
      const file = { name: `${name}.csv`, mime: 'text/csv', data: make(options) }
      bridge.saveFile(file).then(
        (result) => result === 'saved' && toast({ title: `${file.name} saved`, kind: 'good' }),
        () => toast({ title: `${file.name} could not be saved`, kind: 'bad' }),
      )
    },
    [bridge, toast, settings],
  )
}

/** Draws an element as it stands on screen, at twice its size. Adds the extension. */
export function useSavePng(): (name: string, element: HTMLElement) => Promise<void> {
  const bridge = useBridge()
  const toast = useToast()
  return useCallback(
    async (name, element) => {
      try {
        const { toBlob } = await import('html-to-image')
        const background = getComputedStyle(document.documentElement).getPropertyValue('--panel').trim()
        const fontEmbedCSS = await fontsInside()
        const options = { pixelRatio: 2, backgroundColor: background, filter: isDrawn, fontEmbedCSS }
        const blob = await drawing(element, () => toBlob(element, options))
        if (blob === null) throw new Error('no picture')
        const data = new Uint8Array(await blob.arrayBuffer())
        if ((await bridge.saveFile({ name: `${name}.png`, mime: 'image/png', data })) === 'saved') {
          toast({ title: `${name}.png saved`, kind: 'good' })
        }
      } catch {
        toast({
          title: 'The picture could not be made',
          detail: 'The table behind the chart can be saved as CSV.',
          kind: 'bad',
        })
      }
    },
    [bridge, toast],
  )
}

const MOST_DRAWINGS = 4

/** While it is drawn, nothing scrolls: a picture has no scroll bars and cuts nothing off. */
async function drawing<T>(element: HTMLElement, draw: () => Promise<T>): Promise<T> {
  element.dataset['drawing'] = 'yes'
  try {
    // New figures may replace a chart while it is drawn, as during an import; what is gone is drawn without its colours.
    for (let left = MOST_DRAWINGS; left > 1; left -= 1) {
      const charts = [...element.querySelectorAll('svg *')]
      const drawn = await inColours(element, draw)
      if (charts.every((part) => part.isConnected)) return drawn
    }
    return await inColours(element, draw)
  } finally {
    delete element.dataset['drawing']
  }
}

async function inColours<T>(element: HTMLElement, draw: () => Promise<T>): Promise<T> {
  const restore = writeColoursOut(element)
  try {
    return await draw()
  } finally {
    restore()
  }
}

/** Buttons and tooltips stay out of the picture. */
function isDrawn(node: HTMLElement): boolean {
  return !(node instanceof Element && node.getAttribute('data-png') === 'no')
}
