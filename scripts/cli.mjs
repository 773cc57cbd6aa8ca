// npm run cli: the command line in Node 24. Prints nothing of its own on standard output.
import { join } from 'node:path'
import { fail, installIfMissing, projectNode, root, run } from './prepare.mjs'

async function cli() {
  installIfMissing({ quiet: true })
  // npm changes to the project's folder; paths on the command line are meant from where the user stands.
  const cwd = (process.env.npm_lifecycle_event === 'cli' && process.env.INIT_CWD) || process.cwd()
  process.exitCode = await run(projectNode(), [join(root, 'src', 'cli', 'main.ts'), ...process.argv.slice(2)], { cwd })
}

cli().catch(fail)
