import { existsSync, globSync, readFileSync } from 'node:fs'

const MANIFESTS = '{packages/*,tooling/*,tooling/new-provider/template}/package.json'

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly success: boolean
}

/**
 * Prints what the test runs of all packages reported, in one line: `N passed, N failed`, and `N skipped` if there are
 * any. Returns whether all passed.
 *
 * @param leftOut The scripts that were not to be run.
 */
export function printTotals(leftOut: readonly string[]): boolean {
  const [passed, failed, skipped] = totals(leftOut)
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`)
  return failed === 0 && passed > 0
}

function totals(leftOut: readonly string[]): readonly [passed: number, failed: number, skipped: number] {
  let [passed, failed, skipped] = [0, 0, 0]
  for (const file of expectedReports(leftOut)) {
    // Every test run writes a report (tooling/config/vitest.config.ts): without one, the run broke off or never began.
    if (existsSync(file)) {
      const report = JSON.parse(readFileSync(file, 'utf8')) as Report
      passed += report.numPassedTests
      // A file that fails to load has no failed test.
      failed += report.success ? 0 : Math.max(1, report.numFailedTests)
      skipped += report.numPendingTests
    } else {
      process.stdout.write(`${file} is missing: this test run broke off, or never began\n`)
      failed += 1
    }
  }
  return [passed, failed, skipped]
}

/** One for each script that tests: `.test-results.json` of `test`, `.test-results-install.json` of `test:install`. */
function expectedReports(leftOut: readonly string[]): readonly string[] {
  return globSync(MANIFESTS).flatMap((manifest) => {
    const { scripts = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      readonly scripts?: Readonly<Record<string, string>>
    }
    return Object.keys(scripts).flatMap((script) => {
      const part = /^test(?::(.+))?$/.exec(script)
      if (part === null || leftOut.includes(script)) return []
      const suffix = part[1] === undefined ? '' : `-${part[1]}`
      return [manifest.replace('package.json', `.test-results${suffix}.json`)]
    })
  })
}
