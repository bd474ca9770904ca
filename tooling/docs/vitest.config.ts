import type { ViteUserConfig } from 'vitest/config'
import { testParts } from '../config/test-parts.ts'

const config: ViteUserConfig = testParts({ demo: {}, documents: {} })

export default config
