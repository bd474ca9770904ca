import { dirname } from 'node:path'
import type { Packed } from './pack-public.ts'
import { run } from './run.ts'
import type { Registry } from './start-registry.ts'

/** Publishes packed packages, as npm does it. */
export async function publish(registry: Registry, packed: readonly Packed[]): Promise<void> {
  for (const { tarball } of packed) {
    await run('npm', ['publish', tarball], { cwd: dirname(tarball), env: registry.env })
  }
}
