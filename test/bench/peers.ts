// The programs we are compared with, installed into a cache folder of their own: never dependencies of the app. Where
// they cannot be had, says why.
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const PACKAGES = { ccusage: '20.0.24', '@ccusage/ccusage-linux-x64': '20.0.24', '@duckdb/node-api': '1.5.6-r.1' } as const

/** Each tells the wall time in milliseconds. */
export interface Peers {
  /** ccusage prints its daily table from a tree of transcripts. */
  ccusage(folder: string): number
  /** DuckDB reads JSON lines into a table of a database file. */
  duckdb(glob: string, database: string): number
}

/** A sentence where the peers are not to be had. */
export function installPeers(cache: string): Peers | string {
  if (!existsSync(join(cache, 'node_modules', '@duckdb', 'node-api'))) {
    mkdirSync(cache, { recursive: true })
    writeFileSync(join(cache, 'package.json'), JSON.stringify({ private: true, dependencies: PACKAGES }))
    const installed = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: cache })
    if (installed.status !== 0) return 'The peers could not be installed from the npm registry, so that nothing is compared here.'
  }
  const ccusage = join(cache, 'node_modules', '@ccusage', 'ccusage-linux-x64', 'bin', 'ccusage')
  if (!existsSync(ccusage)) return 'ccusage has no program for this platform, so that nothing is compared here.'
  // npm leaves it without the right to run; the package's own launcher sets it.
  chmodSync(ccusage, 0o755)
  writeFileSync(join(cache, 'read-json.mjs'), READ_JSON)
  return {
    ccusage: (folder) => timed(ccusage, ['daily', '--offline', '--json'], { CLAUDE_CONFIG_DIR: folder }),
    duckdb: (glob, database) => {
      rmSync(database, { force: true })
      return timed(process.execPath, [join(cache, 'read-json.mjs'), glob, database], {})
    },
  }
}

const READ_JSON = `import { DuckDBInstance } from '@duckdb/node-api'
const [glob, database] = process.argv.slice(2)
const connection = await (await DuckDBInstance.create(database)).connect()
await connection.run(\`CREATE TABLE logs AS SELECT * FROM read_json('\${glob}')\`)
await connection.run('CHECKPOINT')
`

function timed(program: string, args: readonly string[], env: Record<string, string>): number {
  const from = performance.now()
  execFileSync(program, args, { stdio: 'ignore', env: { ...process.env, ...env } })
  return performance.now() - from
}
