// Where the names of lines stand beside their last points, without touching each other. Pure.

export interface EndLabel {
  key: string
  /** Wanted centre, in pixels from the top. */
  y: number
}

/** Moves labels apart to `gap` pixels, as little as the order of their lines allows, inside 0 to `height`. */
export function spread(labels: readonly EndLabel[], gap: number, height: number): EndLabel[] {
  const sorted = labels.toSorted((a, b) => a.y - b.y)
  const placed: EndLabel[] = []
  for (const label of sorted) {
    const above = placed.at(-1)
    placed.push({ key: label.key, y: above === undefined ? label.y : Math.max(label.y, above.y + gap) })
  }
  let limit = height
  return placed
    .toReversed()
    .map((label) => {
      const y = Math.min(label.y, limit)
      limit = y - gap
      return { key: label.key, y }
    })
    .toReversed()
}
