// What is set for sources by name: patterns, and a setting in words. Pure.
import { platformLabel, routeLabel } from '../../../src/core/placement.ts'
import { globMatches } from '../../../src/core/surface-rules.ts'
import type { SourceSetting } from '../../../src/api/contract/import-contract.ts'

export type { SourceSetting }

/** A name, or one pattern for several: what they begin with up to a folder, and what they end with from a dot. */
export function patternFor(names: readonly string[]): string {
  const [first = '', ...rest] = names
  if (rest.length === 0) return first
  const folder = first.slice(0, first.lastIndexOf('/') + 1)
  const start = rest.every((name) => name.startsWith(folder)) ? folder : ''
  const dot = first.indexOf('.', first.lastIndexOf('/') + 1)
  const ending = dot === -1 ? '' : first.slice(dot)
  return `${start}*${rest.every((name) => name.endsWith(ending)) ? ending : ''}`
}

export function matchingSources(pattern: string, names: readonly string[]): string[] {
  return names.filter((name) => name === pattern || globMatches(pattern, name))
}

/** The new one goes first, because the first that fits counts. */
export function withSetting(held: readonly SourceSetting[], setting: SourceSetting): SourceSetting[] {
  return [setting, ...held.filter(({ source }) => source !== setting.source)]
}

export function isEmpty({ platform, route, model, day }: SourceSetting): boolean {
  return platform === null && route === null && model === null && day === null
}

/** "Bedrock, EU, claude-opus-5, 3 Nov 2026". */
export function settingText(setting: SourceSetting, words: { model: (id: string) => string; day: (day: string) => string }): string {
  const { platform, route, model, day } = setting
  return [
    ...(platform === null ? [] : [platformLabel(platform)]),
    ...(route === null ? [] : [routeLabel(route)]),
    ...(model === null ? [] : [words.model(model)]),
    ...(day === null ? [] : [words.day(day)]),
  ].join(', ')
}
