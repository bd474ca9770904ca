import { existsSync, globSync, readFileSync } from 'node:fs'

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly success: boolean
}

/**
 * Prints what the test runs of all packages reported, in one line: `N passed, N failed`, and `N skipped` if there are
 * any. Returns whether all passed.
 */
export function printTotals(): boolean {
  const [passed, failed, skipped] = totals()
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`)
  return failed === 0 && passed > 0
}

function totals(): readonly [passed: number, failed: number, skipped: number] {
  let [passed, failed, skipped] = [0, 0, 0]
  for (const manifest of testedPackages()) {
    const file = manifest.replace('package.json', '.test-results.json')
    // Every test run writes a report (tooling/vitest): without one, the run broke off or never began.
    if (existsSync(file)) {
      const report = JSON.parse(readFileSync(file, 'utf8')) as Report
      passed += report.numPassedTests
      // A file that fails to load has no failed test.
      failed += report.success ? 0 : Math.max(1, report.numFailedTests)
      skipped += report.numPendingTests
    } else {
      process.stdout.write(`${manifest}: no test report\n`)
      failed += 1
    }
  }
  return [passed, failed, skipped]
}

function testedPackages(): readonly string[] {
  return globSync('{packages,tooling}/*/package.json').filter((manifest) => {
    const { scripts } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly scripts?: { test?: string } }
    return scripts?.test !== undefined
  })
}
