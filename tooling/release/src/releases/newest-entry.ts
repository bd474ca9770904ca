import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WorkspacePackage } from '@sms/config/workspace'

/** What the changelog of a package says about its current version; empty if there is no changelog yet. */
export function newestEntry(root: string, { folder, manifest }: WorkspacePackage): string {
  const file = join(root, folder, 'CHANGELOG.md')
  const { version } = manifest
  if (!existsSync(file)) return ''
  const [, newest = ''] = readFileSync(file, 'utf8').split(/^## /m)
  return newest.startsWith(`${version}\n`) ? newest.slice(version.length).trim() : ''
}
