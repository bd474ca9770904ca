import { globSync, readFileSync } from 'node:fs'

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly success: boolean
}

// Every package's test run writes a report (tooling/vitest). One that is missing is a run that broke off.
const packages = globSync('{packages,tooling}/*/package.json').filter((file) => {
  const { scripts } = JSON.parse(readFileSync(file, 'utf8')) as { scripts?: { test?: string } }
  return scripts?.test !== undefined
})

let passed = 0
let failed = 0
let skipped = 0
for (const file of packages) {
  try {
    const report = JSON.parse(
      readFileSync(file.replace('package.json', '.test-results.json'), 'utf8'),
    ) as Report
    passed += report.numPassedTests
    // A file that fails to load has no failed test.
    failed += report.success ? 0 : Math.max(1, report.numFailedTests)
    skipped += report.numPendingTests
  } catch {
    process.stdout.write(`${file}: no test report\n`)
    failed += 1
  }
}

process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
