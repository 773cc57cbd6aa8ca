// npm test: lint, types, unit tests, build, end-to-end. Runs every stage, sums true counts, ends with `N passed, N failed`.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fail, inProjectNode, installIfMissing, root, run } from './prepare.mjs'

const results = join(root, 'node_modules', '.cache', 'test-results')
const tool = (...path) => join(root, 'node_modules', ...path)

async function testAll() {
  installIfMissing()
  if (!(await inProjectNode(fileURLToPath(import.meta.url)))) return
  rmSync(results, { recursive: true, force: true })
  mkdirSync(results, { recursive: true })

  const counts = [
    await asOneTest('Lint and import rules', [tool('oxlint', 'bin', 'oxlint')]),
    await asOneTest('Types', [tool('typescript', 'bin', 'tsc'), '--build']),
    await counted('Unit, property, importer, database, contract and renderer tests', [
      tool('vitest', 'vitest.mjs'), 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${join(results, 'unit.json')}`,
    ], join(results, 'unit.json')),
    await asOneTest('Build', [tool('vite', 'bin', 'vite.js'), 'build', '--app', '--logLevel', 'warn']),
    await counted('End to end', [join(root, 'test', 'e2e', 'run.ts'), `--counts=${join(results, 'e2e.json')}`], join(results, 'e2e.json')),
  ]
  const passed = counts.reduce((sum, count) => sum + count.passed, 0)
  const failed = counts.reduce((sum, count) => sum + count.failed, 0)
  process.exitCode = failed === 0 ? 0 : 1
  console.log(`\n${passed} passed, ${failed} failed`)
}

async function asOneTest(title, args) {
  const code = await stage(title, args)
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }
}

/** A stage that ends badly without a failed test of its own (a file that does not load, a crash) is one failure. */
async function counted(title, args, file) {
  const code = await stage(title, args)
  const count = existsSync(file) ? countsIn(JSON.parse(readFileSync(file, 'utf8'))) : { passed: 0, failed: 0 }
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}

/** Vitest's JSON report, or the end-to-end run's own. */
function countsIn(report) {
  return { passed: report.numPassedTests ?? report.passed ?? 0, failed: report.numFailedTests ?? report.failed ?? 0 }
}

async function stage(title, args) {
  console.log(`\n== ${title}`)
  const began = Date.now()
  const code = await run(process.execPath, args)
  console.log(`${code === 0 ? 'Done' : 'Failed'} in ${((Date.now() - began) / 1000).toFixed(1)} s`)
  return code
}

testAll().catch((error) => {
  fail(error)
  console.log('\n0 passed, 1 failed')
})
