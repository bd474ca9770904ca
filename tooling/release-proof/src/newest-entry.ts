import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WorkspacePackage } from './workspace-packages.ts'

/** What the changelog of a package says of the version that it has; empty where there is none yet. */
export function newestEntry({ folder, version }: WorkspacePackage): string {
  const file = join(folder, 'CHANGELOG.md')
  if (!existsSync(file)) return ''
  const [, newest = ''] = readFileSync(file, 'utf8').split(/^## /m)
  return newest.startsWith(`${version}\n`) ? newest.slice(version.length).trim() : ''
}
