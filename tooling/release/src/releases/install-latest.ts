import { mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Registry } from '../registry/start-registry.ts'
import { outputOf } from '@sms/config/run-program'

/** Installs the latest versions in an empty folder, and returns every package of @sms there: `name@version`. */
export async function installLatest(
  registry: Registry,
  names: readonly string[],
): Promise<readonly string[]> {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'release-install-'))
  const cwd = folder.path
  writeFileSync(join(cwd, 'package.json'), '{}')
  await outputOf('npm', ['install', ...names.map((name) => `${name}@latest`)], { cwd, env: registry.env })
  await outputOf('node', ['--eval', names.map((name) => `require('${name}')`).join(';')], { cwd })
  const { packages } = JSON.parse(readFileSync(join(cwd, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly version: string }>>
  }
  return Object.entries(packages).flatMap(([path, { version }]) => {
    const name = /@sms\/[^/]+$/.exec(path)
    return name === null ? [] : [`${name[0]}@${version}`]
  })
}
