import type { ViteUserConfig } from 'vitest/config'
import { testParts } from '../config/test-parts.ts'

const config: ViteUserConfig = testParts({ demo: {}, documents: { include: ['test/*.test.ts'] } })

export default config
