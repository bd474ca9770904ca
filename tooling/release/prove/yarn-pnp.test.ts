import { spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { outputOf } from '@sms/config/run-program'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MachineRegistry, machineRegistry } from '../src/registry/machine-registry.ts'
import { otherFile } from '../src/install/other-file.ts'
import { emptyFolder, type Published, publishAll } from '../src/install/published.ts'

const SLOW = 240_000

let published: Published & AsyncDisposable
let machine: MachineRegistry
let yarn: string
let folder: string

beforeAll(async () => {
  published = await publishAll()
  machine = await machineRegistry()
  yarn = await otherFile('@yarnpkg/cli-dist/bin/yarn.js')
  folder = emptyFolder(published)
  await installWith(folder, 'pnp')
}, SLOW)

afterAll(() => published[Symbol.asyncDispose]())

/** Yarn takes its settings from the project alone. */
function environment(cwd: string): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: cwd, YARN_ENABLE_IMMUTABLE_INSTALLS: 'false' }
}

async function installWith(cwd: string, nodeLinker: 'pnp' | 'node-modules'): Promise<void> {
  const dependencies = { '@sms/cli': '*', '@sms/ip1': '*', '@sms/smstools': '*' }
  writeFileSync(join(cwd, 'package.json'), JSON.stringify({ name: 'project', private: true, dependencies }))
  // Without one, Yarn takes the folder for a part of a project around it.
  writeFileSync(join(cwd, 'yarn.lock'), '')
  const settings = {
    nodeLinker,
    npmRegistryServer: machine.registry,
    npmScopes: { sms: { npmRegistryServer: published.url } },
    ...(machine.cafile && { httpsCaFilePath: machine.cafile }),
    ...(machine['https-proxy'] && { httpsProxy: machine['https-proxy'] }),
    unsafeHttpWhitelist: ['127.0.0.1'],
    // The packages were published a moment ago.
    npmMinimalAgeGate: 0,
    enableTelemetry: false,
    enableGlobalCache: false,
  }
  writeFileSync(join(cwd, '.yarnrc.yml'), JSON.stringify(settings))
  await outputOf(process.execPath, [yarn, 'install'], { cwd, env: environment(cwd) })
}

/** The exit code and the output of `sms` in a project. */
function sms(
  cwd: string,
  ...words: readonly string[]
): Pick<SpawnSyncReturns<string>, 'status' | 'stdout' | 'stderr'> {
  const { status, stdout, stderr } = spawnSync(process.execPath, [yarn, 'sms', ...words], {
    cwd,
    env: environment(cwd),
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

describe('sms in a project that Yarn has installed without node_modules', () => {
  test('runs from archives, beside no such folder', () => {
    expect(readdirSync(folder)).toContain('.pnp.cjs')
    expect(readdirSync(folder)).not.toContain('node_modules')
  })

  test('prints its help', { timeout: SLOW }, () => {
    expect(sms(folder, '--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Usage: sms'),
      stderr: '',
    })
  })

  test.each([
    ['providers', ['providers']],
    ['messages', ['messages', 'ip1', '--simulate', '--limit', '2']],
  ])('finds no provider for %s, and says which setting to change', { timeout: SLOW }, (_, words) => {
    const { status, stdout, stderr } = sms(folder, ...words)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(
      /^sms: [^\n]*set `nodeLinker: node-modules` in \.yarnrc\.yml, and run yarn install\.\n$/,
    )
  })

  test(
    'finds every provider by its manifest, and reads, once that setting is changed',
    { timeout: SLOW },
    async () => {
      const changed = emptyFolder(published)
      await installWith(changed, 'node-modules')
      const listed = sms(changed, 'providers')
      expect(listed).toMatchObject({ status: 0, stderr: '' })
      const names = listed.stdout
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { readonly provider: string }).provider)
      expect(names).toEqual(['ip1', 'smstools'])
      const read = sms(changed, 'messages', 'ip1', '--simulate', '--limit', '2')
      expect(read.status).toBe(0)
      expect(read.stdout.trimEnd().split('\n')).toHaveLength(2)
    },
  )
})
