import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ROOT } from '@sms/config/workspace'
import type { PackedPackage } from './packed-package.ts'

/**
 * Unpacks packages into a folder's `node_modules`, as an install would. Their other dependencies are linked from core:
 * providers may depend on nothing else.
 */
export async function unpackAll(packages: readonly PackedPackage[], folder: string): Promise<void> {
  const modules = join(folder, 'node_modules')
  for (const { manifest, files } of packages) {
    for (const [path, data] of files) await write(join(modules, manifest.name, path), data)
    if (manifest.name !== '@sms/core') continue
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      await symlink(join(ROOT, 'packages/core/node_modules', name), join(modules, name))
    }
  }
}

async function write(path: string, data: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, data)
}
