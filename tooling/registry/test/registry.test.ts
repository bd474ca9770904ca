import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Packed, packPublic, publish, type Registry, run, startRegistry } from '../src/index.ts'

const PACKAGES = new URL('../../../packages/', import.meta.url)

let folder: string
let registry: Registry
let packed: readonly Packed[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'registry-test-'))
  writeFileSync(join(folder, 'package.json'), '{}')
  registry = await startRegistry()
  packed = await packPublic(folder)
}, 240_000)

afterAll(async () => {
  await registry.stop()
  rmSync(folder, { recursive: true })
})

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
}

function manifestAt(packageFolder: URL): Manifest {
  return JSON.parse(readFileSync(new URL('package.json', packageFolder), 'utf8')) as Manifest
}

function publicNames(): readonly string[] {
  return readdirSync(PACKAGES)
    .map((name) => manifestAt(new URL(`${name}/`, PACKAGES)))
    .filter((manifest) => manifest.private !== true)
    .map(({ name }) => name)
    .toSorted()
}

function npm(...words: readonly string[]): Promise<string> {
  return run('npm', words, { cwd: folder, env: registry.env })
}

test('every public package of the workspace is packed', () => {
  expect(packed.map(({ name }) => name).toSorted()).toEqual(publicNames())
})

test('every public package is a dependency of this one, so that turbo builds it before it is packed', () => {
  const { dependencies = {} } = manifestAt(new URL('../', import.meta.url))
  expect(Object.keys(dependencies)).toEqual(publicNames())
})

test(
  'a package of the scope is there when it has been published, and not before',
  { timeout: 120_000 },
  async () => {
    const core = packed.filter(({ name }) => name === '@sms/core')
    await expect(npm('view', '@sms/core', 'version')).rejects.toThrow('E404')
    await publish(registry, core)
    expect(await npm('view', '@sms/core', 'version')).toBe(`${core[0]?.version}\n`)
  },
)

test('other packages come from the registry of the machine', { timeout: 120_000 }, async () => {
  expect(await npm('view', 'ky', 'name', 'dist.tarball', '--json')).toContain(`"${registry.url}ky/-/ky-`)
})

test('a registry leaves nothing behind', { timeout: 120_000 }, async () => {
  const another = await startRegistry()
  const { npm_config_cache: cache = '' } = another.env
  writeFileSync(`${cache}.txt`, 'in its folder')
  await another.stop()
  expect(() => readFileSync(`${cache}.txt`)).toThrow('ENOENT')
  await expect(fetch(another.url)).rejects.toThrow('fetch failed')
})
