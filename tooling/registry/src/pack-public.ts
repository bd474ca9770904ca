import { fileURLToPath } from 'node:url'
import { run } from './run.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

export interface Packed {
  readonly name: string
  readonly version: string
  /** The path of the tarball. */
  readonly tarball: string
}

/** Packs every public package of the workspace into a folder, as it would be published. They have to be built. */
export async function packPublic(to: string): Promise<readonly Packed[]> {
  const words = ['--yes', 'pnpm@12', '--filter', './packages/*', 'pack', '--json', '--pack-destination', to]
  const packed = JSON.parse(await run('npx', words, { cwd: ROOT })) as readonly {
    readonly name: string
    readonly version: string
    readonly filename: string
  }[]
  return packed.map(({ name, version, filename }) => ({ name, version, tarball: filename }))
}
