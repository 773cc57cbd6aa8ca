// What the user set for a source, by its name: applied whenever a source of that name is read.
import { globMatches } from '../../core/surface-rules.ts'
import type { ReadOptions } from '../../importers/importer.ts'
import type { Settings } from './settings-store.ts'

export type Said = Required<Pick<ReadOptions, 'platform' | 'route' | 'model' | 'day'>>

const NOTHING: Said = { platform: null, route: null, model: null, day: null }

/** The first setting whose pattern fits the source's name. */
export function sourceSettings(settings: Settings['sources']): (name: string) => Said {
  return (name) => {
    const found = settings.find(({ source }) => source === name || globMatches(source, name))
    if (found === undefined) return NOTHING
    const { source: _, ...said } = found
    return said
  }
}

/** What was said with the import goes before what is set for the source. */
export function over(said: Said, set: Said): Said {
  return { platform: said.platform ?? set.platform, route: said.route ?? set.route, model: said.model ?? set.model, day: said.day ?? set.day }
}
