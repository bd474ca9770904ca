import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { currentFolder, upwards } from './folders.ts'

/** What to do when packages lie where this program cannot see them; empty when they do not. */
export function plugAndPlayAdvice(): string {
  const folders = [...upwards(currentFolder(() => {}))]
  if (!folders.some((folder) => existsSync(join(folder, '.pnp.cjs')))) return ''
  return 'Yarn Plug’n’Play keeps no node_modules folder, in which sms looks for providers: set `nodeLinker: node-modules` in .yarnrc.yml, and run yarn install.'
}
