// npm run cli: the command line in Node 24. Prints nothing of its own on standard output.
import { join } from 'node:path'
import { fail, installIfMissing, isBuilt, NODE_CACHE, NODE_OPTIONS, projectNode, root, run } from './prepare.mjs'

async function cli() {
  installIfMissing({ quiet: true })
  // npm changes to the project's folder; paths on the command line are meant from where the user stands.
  const cwd = (process.env.npm_lifecycle_event === 'cli' && process.env.INIT_CWD) || process.cwd()
  // Built where a build is there and no older than the sources: it starts sooner. Building here would make the first command wait.
  const program = isBuilt() ? join('dist', 'cli', 'main.cjs') : join('src', 'cli', 'main.ts')
  const args = [...NODE_OPTIONS, join(root, program), ...process.argv.slice(2)]
  process.exitCode = await run(projectNode(), args, { cwd, env: { ...NODE_CACHE, ...process.env } })
}

cli().catch(fail)
