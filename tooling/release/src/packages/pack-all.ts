import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT, TEMPLATE } from '@sms/config/workspace'
import { copyTemplate } from '@sms/new-provider'
import { packPublic } from '../registry/pack-public.ts'
import { pnpm } from '../registry/pnpm.ts'

/** Packs every public package, and a new copy of the template, into a folder. Returns the tarballs. */
export async function packAll(to: string): Promise<readonly string[]> {
  return [...(await packPublic(to)), await packNewProvider(to)]
}

/** In a workspace of its own, because a new package in this one would need an install. */
async function packNewProvider(to: string): Promise<string> {
  const packages = join(to, 'workspace/packages')
  await mkdir(packages, { recursive: true })
  await symlink(join(ROOT, 'tooling'), join(to, 'workspace/tooling'))
  await symlink(join(ROOT, 'pnpm-workspace.yaml'), join(to, 'workspace/pnpm-workspace.yaml'))
  const folder = copyTemplate('acme-sms', packages)
  // An install would link the same dependencies: the template's own.
  await symlink(join(ROOT, TEMPLATE, 'node_modules'), join(folder, 'node_modules'))
  await pnpm(['run', 'build'], { cwd: folder })
  const packed = await pnpm(['pack', '--json', '--pack-destination', to], { cwd: folder })
  return (JSON.parse(packed) as { readonly filename: string }).filename
}
