// Holds the import table of docs/architecture.md: who may import whom, and no cycles. Reads sources, runs nothing.
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')

interface Rule {
  /** Folders of the project it may import, besides its own. */
  folders: string[]
  /** Packages and Node modules, by pattern. */
  packages: RegExp
}

const NODE = /^node:/
const REACT = /^(react|react-dom|recharts|radix-ui|cmdk|lucide-react|html-to-image|zod|@tanstack\/|@fontsource-variable\/)/
const AWS = /^(node:|zod$|@aws-sdk\/|@smithy\/core\/)/

/** The longest matching folder counts. */
const TABLE: Readonly<Record<string, Rule>> = {
  'src/core': { folders: [], packages: /^$/ },
  'src/prices': { folders: ['src/core'], packages: /^zod$/ },
  'src/placements': { folders: ['src/core'], packages: /^zod$/ },
  'src/importers': { folders: ['src/core'], packages: /^(node:(?!fs)|zod$|csv-parse|fflate$|hyparquet(-compressors|\/src\/column\.js)?$)/ },
  'src/pull': { folders: ['src/core', 'src/importers'], packages: AWS },
  'src/shell': { folders: ['src/core'], packages: NODE },
  db: { folders: ['src/core'], packages: /^(node:|better-sqlite3$)/ },
  'src/api': { folders: ['src/core'], packages: /^zod$/ },
  'src/api/backend': {
    folders: ['src/core', 'src/prices', 'src/placements', 'src/importers', 'src/pull', 'src/api', 'db'],
    packages: AWS,
  },
  'src/web': { folders: ['src/core', 'src/api', 'src/api/backend', 'src/shell', 'src/importers', 'db'], packages: NODE },
  'src/cli': { folders: ['src/core', 'src/prices', 'src/api', 'src/api/backend', 'src/pull', 'src/shell', 'src/importers', 'db'], packages: /^(node:|zod$)/ },
  electron: { folders: ['src/core', 'src/api', 'src/api/backend', 'src/shell'], packages: /^(node:|electron$|zod$)/ },
  renderer: { folders: ['src/core', 'src/api'], packages: REACT },
}

const sources = Object.keys(TABLE).filter((folder) => folder !== 'src/api/backend').flatMap((folder) => filesIn(join(root, folder)))
const imports = new Map(sources.map((file) => [file, importsOf(file)]))

function filesIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/^(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm)]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
}

function folderOf(file: string): string {
  const path = relative(root, file).replaceAll('\\', '/')
  return Object.keys(TABLE).filter((folder) => path.startsWith(`${folder}/`)).toSorted((a, b) => b.length - a.length)[0] ?? ''
}

function broken(file: string, specifier: string): string | null {
  const rule = TABLE[folderOf(file)]
  if (rule === undefined) return null
  const says = `${relative(root, file)} imports ${specifier}`
  if (!specifier.startsWith('.')) return rule.packages.test(specifier) ? null : says
  const target = folderOf(resolve(dirname(file), specifier))
  return target === folderOf(file) || rule.folders.includes(target) ? null : says
}

describe('the import table', () => {
  test('finds the sources it is about', () => {
    expect(sources.length).toBeGreaterThan(20)
    expect([...imports.values()].flat().length).toBeGreaterThan(50)
  })

  test.each(Object.keys(TABLE))('%s imports only what it may', (folder) => {
    const files = sources.filter((file) => folderOf(file) === folder)
    expect(files.flatMap((file) => (imports.get(file) ?? []).map((specifier) => broken(file, specifier)).filter((says) => says !== null))).toEqual([])
  })

  test('has no cycles', () => {
    expect(cycles()).toEqual([])
  })
})

/** Depth-first; a file met again while it is still open closes a cycle. */
function cycles(): string[][] {
  const found: string[][] = []
  const state = new Map<string, 'open' | 'done'>()
  const visit = (file: string, trail: string[]) => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') {
      found.push([...trail.slice(trail.indexOf(file)), file].map((path) => relative(root, path)))
      return
    }
    state.set(file, 'open')
    for (const specifier of imports.get(file) ?? []) if (specifier.startsWith('.')) visit(resolve(dirname(file), specifier), [...trail, file])
    state.set(file, 'done')
  }
  for (const file of sources) visit(file, [])
  return found
}
