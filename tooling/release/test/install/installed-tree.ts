import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where every package is that was installed in a folder: `node_modules/a`, `node_modules/a/node_modules/b`. */
export function installedTree(folder: string): readonly string[] {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, unknown>>
  }
  return Object.keys(lock.packages).filter((path) => path !== '')
}
