import { globSync, mkdtempDisposableSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Registry } from '../registry/start-registry.ts'
import { outputOf } from '@sms/config/run-program'
import { commit, type Copy } from './copy-repository.ts'

/** The type of each package's release. */
export type Bumps = Readonly<Record<string, 'major' | 'minor' | 'patch'>>

/** Adds a changeset, as an author of a change does. */
export async function addChangeset(copy: Copy, bumps: Bumps, summary: string): Promise<void> {
  const options = Object.entries(bumps).map(([name, bump]) => `--${bump}=${name}`)
  await runScript(copy, 'changeset', 'add', ...options, '--message', summary)
  await commit(copy, summary)
}

/** Removes all changesets that wait. */
export async function dropChangesets(copy: Copy): Promise<void> {
  const files = globSync('.changeset/*.md', { cwd: copy.root, exclude: ['.changeset/README.md'] })
  if (files.length === 0) return
  for (const file of files) rmSync(join(copy.root, file))
  await commit(copy, 'Wait for nothing')
}

/** Gives the packages their new versions, as the release workflow does for its pull request. */
export async function versionPackages(copy: Copy): Promise<void> {
  await runScript(copy, 'version')
  await commit(copy, 'Version packages')
}

async function runScript({ root, env }: Copy, script: string, ...words: readonly string[]): Promise<void> {
  await outputOf('pnpm', ['run', script, ...words], { cwd: root, env })
}

/** Publishes the versions that are not in the registry, in the steps of the release workflow: plan, pack, publish. */
export async function publishPackages(copy: Copy, registry: Registry): Promise<void> {
  const changeset = join(copy.root, 'node_modules/.bin/changeset')
  // Changesets asks the default registry which versions there are, whatever the scope.
  const registries = { npm_config_registry: registry.url, pnpm_config_registry: registry.url }
  const env = { ...registry.env, ...registries, PATH: copy.env['PATH'] }
  const options = { cwd: copy.root, env }
  using folder = mkdtempDisposableSync(join(tmpdir(), 'release-'))
  const plan = join(folder.path, 'plan.json')
  const packed = join(folder.path, 'packed')
  await outputOf(changeset, ['publish-plan', '--output', plan], options)
  await outputOf(changeset, ['pack', '--from-publish-plan', plan, '--out-dir', packed], options)
  await outputOf(changeset, ['publish', '--from-pack-dir', packed], options)
}
