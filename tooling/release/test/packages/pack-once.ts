import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { packAll } from '../../src/packages/pack-all.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly tarballs: readonly string[]
  }
}

/** Packs before the first test file, and clears away after the last. */
export default async function packOnce(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'packed-'))
  project.provide('tarballs', await packAll(folder.path))
  return () => folder.remove()
}
