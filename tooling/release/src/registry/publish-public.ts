import { ROOT } from '@sms/config/workspace'
import { pnpm } from './pnpm.ts'
import type { Registry } from './start-registry.ts'

/**
 * Publishes the public packages of the workspace, which must be built. One process does it for all of them.
 *
 * @param filter Selects packages as `pnpm --filter` does.
 */
export async function publishPublic({ env }: Registry, filter = './packages/*'): Promise<void> {
  await pnpm(['--filter', filter, 'publish', '--no-git-checks'], { cwd: ROOT, env })
}
