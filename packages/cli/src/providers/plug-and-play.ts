import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { currentFolder, upwards } from './folders.ts'

/** What to do if Yarn keeps the packages where this program cannot see them; else empty. */
export function plugAndPlayAdvice(): string {
  const folders = [...upwards(currentFolder(() => {}))]
  if (!folders.some((folder) => existsSync(join(folder, '.pnp.cjs')))) return ''
  return 'Yarn Plug’n’Play has no node_modules folder, in which sms looks for providers. Set `nodeLinker: node-modules` in .yarnrc.yml, and run yarn install.'
}
