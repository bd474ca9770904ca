import { existsSync, mkdtempDisposableSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readManifest } from '@sms/config/manifest'
import { outputOf } from '@sms/config/run-program'
import { publicPackages } from '@sms/config/workspace'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishPublic } from '../../src/registry/publish-public.ts'
import { type Registry, startRegistry } from '../../src/registry/start-registry.ts'

const SLOW = { timeout: 120_000 }

const folder = mkdtempDisposableSync(join(tmpdir(), 'registry-test-'))
let registry: Registry

beforeAll(async () => {
  writeFileSync(join(folder.path, 'package.json'), '{}')
  registry = await startRegistry()
}, SLOW.timeout)

afterAll(() => folder.remove())

function npm(...words: readonly string[]): Promise<string> {
  return outputOf('npm', words, { cwd: folder.path, env: registry.env })
}

test('every public package is a dependency of this one or of one of its own, so that turbo builds it before it is packed', () => {
  const { dependencies = {} } = readManifest(new URL('../../package.json', import.meta.url))
  const needed = new Set(Object.keys(dependencies))
  const all = publicPackages()
  // A set's iteration comes to what is added to it meanwhile.
  for (const name of needed) {
    const manifest = all.find((one) => one.name === name)?.manifest
    // Turbo follows those of development too.
    const own = { ...manifest?.dependencies, ...manifest?.devDependencies }
    for (const dependency of Object.keys(own)) needed.add(dependency)
  }
  expect([...needed]).toEqual(expect.arrayContaining(all.map(({ name }) => name)))
})

test('a package of the scope is there after it was published, and not before', SLOW, async () => {
  const core = publicPackages().find(({ name }) => name === '@sms/core')
  await expect(npm('view', '@sms/core', 'version')).rejects.toThrow('E404')
  await publishPublic(registry, '@sms/core')
  expect(await npm('view', '@sms/core', 'version')).toBe(`${core?.manifest.version}\n`)
})

test('other packages come from the registry of the machine', SLOW, async () => {
  const tarball = await npm('view', 'ky', 'dist.tarball')
  expect(tarball).toMatch(/\/ky\/-\/ky-.*\.tgz$/m)
  expect(tarball).not.toContain(registry.url)
})

test('a registry that is stopped leaves nothing behind', SLOW, async () => {
  const { npm_config_userconfig: file = '' } = registry.env
  expect(existsSync(file)).toBe(true)
  await registry[Symbol.asyncDispose]()
  expect(existsSync(dirname(file))).toBe(false)
  await expect(fetch(registry.url)).rejects.toThrow('fetch failed')
})
