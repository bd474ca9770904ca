import type { ViteUserConfig } from 'vitest/config'
import shared from '../config/vitest.config.ts'
import { onServer } from './on-server.ts'

const config: ViteUserConfig = { test: { ...shared.test, ...onServer('newest') } }

export default config
