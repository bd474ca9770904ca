import { cpSync, existsSync, globSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { outputOf } from '@sms/config/run-program'
import { ROOT } from '@sms/config/workspace'
import { pnpmPath } from '../registry/pnpm.ts'

export interface Copy {
  readonly root: string
  /** An environment in which `pnpm` is the one of this repository. */
  readonly env: Readonly<NodeJS.ProcessEnv>
}

/** Copies the repository as its work tree is, with what has been built, into a new one with an installed workspace. */
export async function copyRepository(root: string): Promise<Copy> {
  const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const listed = (await outputOf('git', listing, { cwd: ROOT })).split('\0').filter(Boolean)
  // A file that was deleted, but not yet in a commit, is still listed.
  const files = listed.filter((file) => existsSync(join(ROOT, file)))
  const built = globSync('packages/*', { cwd: ROOT }).map((folder) => join(folder, 'dist'))
  for (const path of [...files, ...built]) {
    cpSync(join(ROOT, path), join(root, path), { recursive: true })
  }

  const copy = { root, env: await environmentWithPnpm() }
  await outputOf('pnpm', ['install', '--prefer-offline', '--ignore-scripts'], { cwd: root, env: copy.env })
  await outputOf('git', ['init', '--quiet', '--initial-branch', 'main'], { cwd: root })
  await outputOf('git', ['config', 'user.name', 'Maintainer'], { cwd: root })
  await outputOf('git', ['config', 'user.email', 'maintainer@sms.example'], { cwd: root })
  await commit(copy, 'Begin')
  return copy
}

/** Commits everything that changed. */
export async function commit({ root }: Copy, message: string): Promise<void> {
  await outputOf('git', ['add', '--all'], { cwd: root })
  await outputOf('git', ['commit', '--quiet', '--message', message], { cwd: root })
}

/** Changesets looks for pnpm on the PATH. */
async function environmentWithPnpm(): Promise<NodeJS.ProcessEnv> {
  const PATH = [dirname(await pnpmPath()), process.env['PATH']].join(delimiter)
  // New versions change manifests: a script would install the workspace again each time.
  return { ...process.env, PATH, pnpm_config_verify_deps_before_run: 'false' }
}
