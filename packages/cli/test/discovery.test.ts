import { existsSync, mkdirSync, rmdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { publishedProviders } from '../src/providers/published-providers.ts'
import { installAcme } from './acme.ts'
import { sms } from './run-in-process.ts'
import { shell } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

// Every provider of this project is installed beside the command.
const BESIDE = publishedProviders

/** The names that `sms providers` lists. */
function namesIn(stdout: string): readonly string[] {
  return [...stdout.matchAll(/^\{"provider":"([^"]+)"/gm)].map(([, name = '']) => name)
}

/** A folder with a package of this name and this manifest. */
function folderWith(packageName: string, manifest: string): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'node_modules', packageName), { recursive: true })
  writeFileSync(join(folder, 'node_modules', packageName, 'package.json'), manifest)
  return folder
}

const declaration = { provider: 'other', factory: 'create', credentials: {} }

describe('a list of providers', () => {
  test('imports no provider, and shows what the manifests declare', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd)
    const program = `import { writeFileSync } from 'node:fs'\nwriteFileSync('${join(cwd, 'imported')}', '')\n`
    writeFileSync(join(cwd, 'node_modules/acme-sms/main.js'), program)
    const env = { ACME_TOKEN: 'acme-token' }
    const { status, stdout, stderr } = await sms(['providers'], { cwd, env })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('"credentials":{"ACME_TOKEN":"set"},"capabilities":null}')
    await sms(['complete', '--', 'messages', ''], { cwd, env })
    expect(existsSync(join(cwd, 'imported'))).toBe(false)
    // The program leaves this file when it is imported.
    await sms(['messages', 'acme', '+46701740605'], { cwd, env })
    expect(existsSync(join(cwd, 'imported'))).toBe(true)
  })

  test.each(['a\n$(touch X)', '$(touch X)', 'UPPER', '-option', '.hidden', 'a b', 'é', 'x'.repeat(215)])(
    'omits a package whose name npm does not allow: %j',
    async (name) => {
      const cwd = folderWith(name, JSON.stringify({ version: '1.0.0', sms: declaration }))
      const { status, stdout, stderr } = await sms(['providers'], { cwd })
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      expect(namesIn(stdout)).toEqual(BESIDE)
    },
  )

  test.each([
    ['a manifest that is not JSON', '{ "sms": ', /other-sms\/package\.json is not JSON\. Install/],
    [
      'a declaration that is malformed',
      JSON.stringify({ sms: { ...declaration, factory: 'create\u001b[31m' } }),
      /^sms: other-sms .*`sms\.factory`/,
    ],
    [
      'a declaration of the name of the archive',
      JSON.stringify({ sms: { ...declaration, provider: 'archive' } }),
      /^sms: other-sms .*`sms\.provider`/,
    ],
    [
      'a key that is a control sequence',
      JSON.stringify({ sms: { ...declaration, credentials: { '\u001b]0;owned\u0007': 'KEY' } } }),
      /^sms: other-sms .*`sms\.credentials\./,
    ],
  ])('reports %s in a parent folder without control characters, and skips it', async (_, manifest, line) => {
    const cwd = join(folderWith('other-sms', manifest), 'inside')
    mkdirSync(cwd)
    const { status, stdout, stderr } = await sms(['providers'], { cwd })
    expect({ status, names: namesIn(stdout) }).toEqual({ status: 0, names: BESIDE })
    expect(stderr).toMatch(line)
    expect(stderr).toMatch(/^\P{Cc}+\n$/u)
    const completed = await sms(['complete', '--', 'messages', ''], { cwd })
    expect(completed).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('ip1\t') })
  })

  test('shows an invalid version as unknown', async () => {
    const manifest = JSON.stringify({ version: '1\u001b[31m', sms: declaration })
    const { stdout } = await sms(['providers'], { cwd: folderWith('other-sms', manifest) })
    expect(stdout).toContain('"package":"other-sms","version":"unknown"')
  })

  test('reports a folder that cannot be read, and skips it [crashed-run]', async () => {
    const cwd = temporaryFolder()
    // Unlike permissions, this also stops root.
    symlinkSync('node_modules', join(cwd, 'node_modules'))
    const { status, stdout, stderr } = await sms(['providers'], { cwd })
    expect({ status, names: namesIn(stdout) }).toEqual({ status: 0, names: BESIDE })
    expect(stderr).toMatch(/^sms: ELOOP: .*node_modules'\. It is skipped\.\n$/)
  })

  test('does not wait for a manifest that is a pipe', async () => {
    const cwd = folderWith('other-sms', '')
    const { status } = await shell(
      'rm node_modules/*/package.json && mkfifo node_modules/other-sms/package.json && sms providers',
      { cwd },
    )
    expect(status).toBe(0)
  })

  test('reports that the current folder was removed, and lists the providers beside the command [crashed-run]', async () => {
    const cwd = join(temporaryFolder(), 'gone')
    mkdirSync(cwd)
    const run = await shell('rmdir "$PWD" && sms providers', { cwd })
    expect({ status: run.status, names: namesIn(run.stdout) }).toEqual({ status: 0, names: BESIDE })
    expect(run.stderr).toMatch(/^sms: The current folder cannot be read[^\n]*\n$/)
    expect(() => rmdirSync(cwd)).toThrow('ENOENT')
  })
})

describe('a provider that is not installed', () => {
  test('is not suggested for npm install if this project does not publish it', async () => {
    const { status, stderr } = await sms(['messages', 'sinch', '+46701740605'], { cwd: temporaryFolder() })
    expect(status).toBe(2)
    expect(stderr).toBe(
      `sms: No provider sinch is installed. Check the name, or install the package that declares it. Installed here: ${BESIDE.join(', ')}.\n`,
    )
  })

  test('is reported with advice if Yarn keeps no node_modules', async () => {
    const root = temporaryFolder()
    writeFileSync(join(root, '.pnp.cjs'), '')
    const cwd = join(root, 'inside')
    mkdirSync(cwd)
    const { stderr } = await sms(['messages', 'acme', '+46701740605'], { cwd })
    expect(stderr).toContain('Set `nodeLinker: node-modules` in .yarnrc.yml')
  })
})

test('an error of a third party cannot steer the terminal', async () => {
  const cwd = temporaryFolder()
  installAcme(cwd)
  const program = `export function createAcme() { throw new Error('\u001b[31mred\u001b]52;c;eA==\u0007\u009b2J\u202edone') }`
  writeFileSync(join(cwd, 'node_modules/acme-sms/main.js'), program)
  const run = await sms(['messages', 'acme', '+46701740605', '--debug'], {
    cwd,
    env: { ACME_TOKEN: 'token' },
  })
  expect(run).toMatchObject({ status: 1, stdout: '' })
  expect(run.stderr).toContain('red')
  expect(run.stderr.replaceAll('\n', '')).toMatch(/^[^\p{Cc}\u202e]+$/u)
})
