import type { ViteUserConfig } from 'vitest/config'
import type { InlineConfig } from 'vitest/node'
import { testParts } from '../config/test-parts.ts'

// For tests of packages that Node.js cannot load here: the parser of workflows imports JSON as only bundlers do, and the
// checker of types exports TypeScript under a condition that vitest sets.
const throughVite: InlineConfig = { experimental: { viteModuleRunner: true } }

const config: ViteUserConfig = {
  // The sources of the parser of workflows are not in its package.
  logLevel: 'error',
  ...testParts({
    install: { globalSetup: 'test/install/publish-once.ts' },
    packages: { globalSetup: 'test/packages/pack-once.ts', ...throughVite },
    releases: { server: { deps: { inline: ['@actions/workflow-parser'] } }, ...throughVite },
    // These download old runtimes and Yarn, or install a copy of the repository: too much for every change.
    prove: { include: ['prove/**/*.test.ts'] },
  }),
}

export default config
