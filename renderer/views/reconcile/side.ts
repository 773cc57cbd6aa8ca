// What both sides of a drill-down share: sizes, and a file's name without its folders. Pure.

export const PAGE = 200
/** What the backend gives at once. */
export const MOST_SHOWN = 1000
export const SIDE_HEIGHT = 300

/** `2026-11.csv` of `bills/2026-11.csv`; the whole path is in the tooltip. */
export function fileName(source: string): string {
  return source.split(/[\\/]/).findLast((part) => part !== '') ?? source
}
