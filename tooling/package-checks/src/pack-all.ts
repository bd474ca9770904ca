import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { copyTemplate } from '@sms/new-provider'
import { type Packed, packPublic, run } from '@sms/registry'
import { ROOT } from './workspace.ts'

/** Packs every public package, and one just begun from the template, into a folder. Gives the tarballs. */
export async function packAll(to: string): Promise<readonly string[]> {
  const packed = [...(await packPublic(to)), await packNewProvider(to)]
  return packed.map(({ tarball }) => tarball)
}

/** In a workspace of its own, since a new package in this one would need an install. */
async function packNewProvider(to: string): Promise<Packed> {
  const packages = join(to, 'workspace/packages')
  await mkdir(packages, { recursive: true })
  await symlink(join(ROOT, 'tooling'), join(to, 'workspace/tooling'))
  await symlink(join(ROOT, 'pnpm-workspace.yaml'), join(to, 'workspace/pnpm-workspace.yaml'))
  const folder = copyTemplate('acme-sms', packages)
  // What an install would link: the template's own dependencies.
  await symlink(join(ROOT, 'tooling/provider-template/node_modules'), join(folder, 'node_modules'))
  await run(join(folder, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.json'], { cwd: folder })
  const words = ['--yes', 'pnpm@12', 'pack', '--json', '--pack-destination', to]
  const { name, version, filename } = JSON.parse(await run('npx', words, { cwd: folder })) as {
    readonly name: string
    readonly version: string
    readonly filename: string
  }
  return { name, version, tarball: filename }
}
