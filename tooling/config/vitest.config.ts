import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { InlineConfig } from 'vitest/node'

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}
// Other packages make no `SmsError`, and their tests may run before core is built.
const usesCore =
  manifest.name === '@sms/core' || '@sms/core' in { ...manifest.dependencies, ...manifest.devDependencies }

// Every package runs its tests with this configuration: `vitest run --config ../../tooling/config/vitest.config.ts`.
const config: { readonly test: InlineConfig } = {
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: usesCore
      ? [fileURLToPath(new URL('../faults/src/search-every-error.ts', import.meta.url))]
      : [],
    // A process of its own for every file would load vitest and the packages again for each: twice the processor time.
    isolate: false,
    // Node.js runs the tests as it runs any program. Vite would transform each file, and rewrite the stack of each error
    // that is looked at: a quarter more processor time.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    reporters: ['default', 'json'],
    outputFile: { json: '.test-results.json' },
    // A test that leaves the network open by mistake, or hangs, fails instead of waiting. All packages at once may take
    // ten times as long as one by itself.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
}

export default config
