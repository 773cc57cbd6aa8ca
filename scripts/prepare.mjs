// What start, cli and test need first: dependencies, Node 24, a fresh build. Plain JavaScript for Node 20 without node_modules.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const isWindows = process.platform === 'win32'

/** What a build is made from; a newer file here than the build asks for a new one. */
const SOURCES = ['electron', 'renderer', 'src', 'db', 'vite.config.ts', 'package.json']

/** Node 24 from node_modules, whatever node the machine has. */
export function projectNode() {
  return join(root, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node')
}

/** Runs npm where packages are missing or the lock file changed; throws a sentence for the user where npm fails. */
export function installIfMissing({ quiet = false } = {}) {
  if (isInstalled()) return
  if (!quiet) console.log('Installing what is missing. This happens once and takes about a minute.')
  const args = existsSync(join(root, 'package-lock.json')) ? ['ci'] : ['install']
  // Standard output may be a report that another program reads: npm's own lines go to standard error.
  const result = spawnSync(isWindows ? 'npm.cmd' : 'npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root, stdio: ['ignore', quiet ? 'ignore' : 2, 2], shell: isWindows,
  })
  if (result.status !== 0 || !existsSync(projectNode())) {
    throw new Error('The packages could not be installed. See the lines above, check the network, and run the same command again.')
  }
}

function isInstalled() {
  const lock = join(root, 'package-lock.json')
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installed) || !existsSync(projectNode())) return false
  return !existsSync(lock) || samePackages(lock, installed)
}

/** npm writes what it installed beside it; times lie after a clone or a checkout, versions do not. */
function samePackages(lock, installed) {
  const wanted = JSON.parse(readFileSync(lock, 'utf8')).packages ?? {}
  const present = JSON.parse(readFileSync(installed, 'utf8')).packages ?? {}
  return Object.entries(wanted).every(([name, { version, optional, devOptional, link }]) =>
    name === '' || optional || devOptional || link || present[name]?.version === version)
}

/**
 * How the project's sources run in Node 24. Small space for new objects, and old ones collected before they have doubled:
 * an import of 300,000 small lines takes 240 MiB instead of 320, and 2 % more time. Compiled code is kept, which halves
 * the start: `--help` takes 0.34 s instead of 0.67 s.
 */
export const NODE_OPTIONS = JSON.parse(readFileSync(join(root, 'src', 'shell', 'engine-options.json'), 'utf8'))
export const NODE_CACHE = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node-compile') }

/** Resolves to false where this process must give way to its copy in Node 24, whose exit code it takes over. */
export async function inProjectNode(script) {
  if (Number(process.versions.node.split('.')[0]) >= 24 || process.env.TOKEN_LEDGER_IN_NODE_24) {
    checkNodeApi()
    return true
  }
  process.exitCode = await run(projectNode(), [script, ...process.argv.slice(2)], {
    env: { ...process.env, TOKEN_LEDGER_IN_NODE_24: '1', PATH: withProjectNode() },
  })
  return false
}

function withProjectNode() {
  return dirname(projectNode()) + (isWindows ? ';' : ':') + (process.env.PATH ?? '')
}

/** better-sqlite3 13 ends the process without a word where Node-API is older than 10. */
function checkNodeApi() {
  const level = Number(process.versions.napi)
  if (level >= 10) return
  throw new Error(`Token Ledger needs Node 22.12 or newer; this is ${process.version} (Node-API ${level}). Delete node_modules and run the same command again.`)
}

/** Builds where dist is missing or older than what it is made from. */
export async function buildIfStale({ quiet = false } = {}) {
  if (isBuilt()) return
  if (!quiet) console.log('Building.')
  const code = await run(process.execPath, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--app', '--logLevel', 'warn'])
  if (code !== 0) throw new Error('The build failed. See the lines above.')
}

/** The part that a build writes last decides, so that one that was broken off does not count. */
export function isBuilt() {
  const [built, ...others] = ['backend/backend-process.cjs', 'web/main.cjs', 'cli/main.cjs'].map((file) => join(root, 'dist', file))
  return existsSync(built) && others.every((file) => existsSync(file)) && statSync(built).mtimeMs >= Math.max(...SOURCES.map((name) => newest(join(root, name))))
}

function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0)
}

/** Resolves to the exit code; a signal counts as 1. Ctrl+C reaches the child by itself. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
    const pass = (signal) => child.kill(signal)
    const signals = ['SIGINT', 'SIGTERM']
    for (const signal of signals) process.on(signal, pass)
    child.on('error', reject)
    child.on('exit', (code) => {
      for (const signal of signals) process.off(signal, pass)
      resolve(code ?? 1)
    })
  })
}

/** Ends with a sentence, not with a stack. */
export function fail(error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
