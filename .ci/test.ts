import { spawnSync } from 'node:child_process'
import { globSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { hasOldest } from '../tooling/postgres/src/find-programs.ts'
import { printTotals } from './totals.ts'

// Builds, type-checks, lints and tests everything; the words of the command line go to turbo.
const TASKS = ['build', 'typecheck', 'test', '//#lint']
// Run as well if Debian's PostgreSQL 15 is there: npm has the newest one only.
const OLDEST = 'test:oldest'
const OPTIONS = ['--continue=dependencies-successful', '--concurrency=100%', '--output-logs=errors-only']

process.stdout.write(
  'This takes about 10 minutes on two cores, and longer on a busy machine. Only what fails is printed.\n',
)
const isOldestUsed = hasOldest()
if (!isOldestUsed)
  process.stdout.write(
    'Archives are tested on PostgreSQL 18 only: the package postgresql-15 of Debian is missing.\n',
  )
const tasks = isOldestUsed ? [...TASKS, OLDEST] : TASKS

// A report from before would be counted for a package whose tests did not run.
for (const report of globSync('{packages,tooling}/**/.test-results*.json', { exclude: ['**/node_modules'] }))
  rmSync(report)
const { status } = spawnSync('turbo', ['run', ...tasks, ...OPTIONS, ...process.argv.slice(2)], {
  stdio: 'inherit',
  // Node.js keeps what it compiled: each of the many processes starts in two thirds of the time.
  env: {
    NODE_COMPILE_CACHE: join(import.meta.dirname, '../node_modules/.cache/compiled'),
    // TypeScript and the linter, which are written in Go, end before collecting garbage is worth its time.
    GOGC: 'off',
    ...process.env,
  },
  // On Windows, turbo is a script of the shell.
  shell: process.platform === 'win32',
})
const allPassed = printTotals(isOldestUsed ? [] : [OLDEST])
process.exitCode = status === 0 && allPassed ? 0 : 1
