import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Registry, run } from '@sms/registry'

/** Installs the latest of packages in an empty folder, and gives every package of @sms that came: `name@version`. */
export async function installLatest(
  registry: Registry,
  names: readonly string[],
): Promise<readonly string[]> {
  const cwd = mkdtempSync(join(tmpdir(), 'release-install-'))
  try {
    writeFileSync(join(cwd, 'package.json'), '{}')
    await run('npm', ['install', ...names.map((name) => `${name}@latest`)], { cwd, env: registry.env })
    await run('node', ['--eval', names.map((name) => `require('${name}')`).join(';')], { cwd })
    const { packages } = JSON.parse(readFileSync(join(cwd, 'package-lock.json'), 'utf8')) as {
      readonly packages: Readonly<Record<string, { readonly version: string }>>
    }
    return Object.entries(packages).flatMap(([path, { version }]) => {
      const name = /@sms\/[^/]+$/.exec(path)
      return name === null ? [] : [`${name[0]}@${version}`]
    })
  } finally {
    rmSync(cwd, { recursive: true })
  }
}
