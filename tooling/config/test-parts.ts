import type { InlineConfig } from 'vitest/node'
import shared from './vitest.config.ts'

/**
 * The configuration of a package whose tests run in parts, each in a task of its own (`vitest run --project NAME`).
 * The tests of a part are in `test/NAME` unless it includes others, and its report is `.test-results-NAME.json`.
 */
export function testParts(parts: Readonly<Record<string, InlineConfig>>): { readonly test: InlineConfig } {
  const { reporters, outputFile: _, ...options } = shared.test
  const part = process.argv[process.argv.indexOf('--project') + 1]
  return {
    test: {
      ...(reporters && { reporters }),
      outputFile: { json: `.test-results-${part}.json` },
      projects: Object.entries(parts).map(([name, own]) => ({
        test: { ...options, name, include: [`test/${name}/**/*.test.ts`], ...own },
      })),
    },
  }
}
