import type { ViteUserConfig } from 'vitest/config'
import { testParts } from '../../tooling/config/test-parts.ts'
import { onServer } from '../../tooling/postgres/on-server.ts'

const config: ViteUserConfig = testParts({
  newest: { include: ['test/**/*.test.ts'], ...onServer('newest') },
  oldest: { include: ['test/postgres-store.test.ts'], ...onServer('oldest') },
})

export default config
