import type { ViteUserConfig } from 'vitest/config'
import { testParts } from '../../tooling/config/test-parts.ts'
import { onServer } from '../../tooling/postgres/on-server.ts'

const config: ViteUserConfig = testParts({
  newest: { include: ['test/**/*.test.ts'], ...onServer('newest') },
  // What depends on the server's version most.
  oldest: {
    include: [
      'test/{erase-bytes,open,postgres-store,settings,views}.test.ts',
      'test/workers/{permits,queue-state}.test.ts',
    ],
    ...onServer('oldest'),
  },
})

export default config
