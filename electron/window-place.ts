// Remembers the window's size and place in a small file, and checks it against the displays of today. Opens no window.
import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const box = z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int(), height: z.number().int() })
const saved = box.extend({ maximized: z.boolean() })
export type Box = z.infer<typeof box>
export type WindowPlace = Partial<Box> & { width: number; height: number; maximized: boolean }

export const MIN_SIZE = { width: 900, height: 600 } as const
const FIRST: WindowPlace = { width: 1440, height: 900, maximized: false }

export function readPlace(file: string, workAreas: readonly Box[]): WindowPlace {
  try {
    return placeOn(workAreas, saved.parse(JSON.parse(readFileSync(file, 'utf8'))))
  } catch {
    return placeOn(workAreas, FIRST)
  }
}

export function savePlace(file: string, place: Box & { maximized: boolean }): void {
  try {
    writeFileSync(file, JSON.stringify(place))
  } catch {
    // A full or read-only disk costs the window its place, not the user the app.
  }
}

/** Keeps the place only where its title bar can be seen and grabbed; always fits the size to a display. */
export function placeOn(workAreas: readonly Box[], place: WindowPlace): WindowPlace {
  const { x, y } = place
  const area = x === undefined || y === undefined ? undefined : workAreas.find((candidate) => showsTitleBar(candidate, { ...place, x, y }))
  const bounds = area ?? workAreas[0]
  if (bounds === undefined) return place
  const width = Math.max(MIN_SIZE.width, Math.min(place.width, bounds.width))
  const height = Math.max(MIN_SIZE.height, Math.min(place.height, bounds.height))
  const size = { width, height, maximized: place.maximized }
  return area === undefined || x === undefined || y === undefined ? size : { ...size, x, y }
}

/** At least 100 px of the top edge lie on the display. */
function showsTitleBar(area: Box, place: Box): boolean {
  const overlap = Math.min(place.x + place.width, area.x + area.width) - Math.max(place.x, area.x)
  return overlap >= 100 && place.y >= area.y && place.y < area.y + area.height - 40
}
