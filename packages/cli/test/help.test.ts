import { globSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { publishedProviders } from '../src/providers/published-providers.ts'
import { installAcme } from './acme.ts'
import { interactiveBash } from './interactive-bash.ts'
import { sms } from './run-in-process.ts'
import { smsProcess } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const COMMANDS = [
  'messages',
  'conversations',
  'summary',
  'sync',
  'search',
  'changes',
  'verify',
  'erase',
  'prune',
  'providers',
]

describe('sms --help', () => {
  test('lists every command and every exit code', async () => {
    const { status, stdout } = await sms(['--help'])
    expect(status).toBe(0)
    for (const command of COMMANDS) expect(stdout).toContain(`  ${command} [options]`)
    expect(stdout).toMatch(
      / {2}0 {2}done\n {2}1 {2}unexpected[^]* 8 {2}partly done[^]*130, 143 {2}interrupted/,
    )
  })

  test.each(COMMANDS)('includes examples of %s that work', async (command) => {
    const { status, stdout } = await sms([command, '--help'])
    expect(status).toBe(0)
    const [, examples = ''] = stdout.split('\nExamples:\n')
    const lines = examples.trimEnd().split('\n')
    expect(lines.length).toBeGreaterThan(1)
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'customers.txt'), '+46701740605\n')
    writeFileSync(join(cwd, '.env'), '')
    await sms(['sync', 'ip1', '+46701740605', '--archive', 'sms.db', '--simulate'], { cwd })
    for (const line of lines) {
      const simulated =
        line.includes('--simulate') || line.includes('--credentials-file') ? line : `${line} --simulate`
      const { status: ended } = await sms(simulated.trim().split(/\s+/).slice(1), { cwd })
      expect({ line, ended }).toEqual({ line, ended: 0 })
      // The next example may read something else into it.
      for (const name of globSync('all.*', { cwd })) rmSync(join(cwd, name))
    }
  })

  test('sms --version prints the version', async () => {
    expect(await sms(['--version'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    })
  })
})

async function completions(cwd: string, ...words: readonly string[]): Promise<readonly string[]> {
  const { status, stdout } = await sms(['complete', '--', ...words], { cwd })
  expect(status).toBe(0)
  const lines = stdout
    .trimEnd()
    .split('\n')
    .filter((line) => !/^:\d+$/.test(line))
  return lines.map((line) => line.split('\t', 1)[0] ?? '')
}

describe('completion', () => {
  test('offers commands, options, their values and the installed providers', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd)
    expect(await completions(cwd, 'mess')).toEqual(['messages'])
    expect(await completions(cwd, 'messages', '')).toEqual([...publishedProviders, 'acme', 'archive'])
    expect(await completions(cwd, 'sync', 'ac')).toEqual(['acme'])
    expect(await completions(cwd, 'messages', 'ip1', '--par')).toEqual(['--participants', '--parallel'])
    expect(await completions(cwd, 'messages', 'ip1', '--format', '')).toEqual(['transcript', 'jsonl', 'csv'])
  })

  test.each(['bash', 'zsh', 'fish', 'powershell'])('prints a script for %s', async (name) => {
    const { status, stdout } = await smsProcess(['complete', name])
    expect(status).toBe(0)
    expect(stdout).toContain('sms complete')
  })

  test.each([
    ['messages', 'ip1', '--participants', 'cus'],
    ['messages', 'ip1', '--output', ''],
    ['messages', 'ip1', '--output=cus'],
    ['messages', 'ip1', '--resume', 's'],
    ['sync', 'ip1', '--archive', 's'],
    ['messages', 'ip1', '--credentials-file', '.'],
  ])('leaves file names to the shell: sms %s %s %s %s', async (...words) => {
    expect(await sms(['complete', '--', ...words])).toMatchObject({ status: 0, stdout: ':0\n' })
  })

  test('offers nothing for a participant, and no file names', async () => {
    expect(await sms(['complete', '--', 'messages', 'ip1', ''])).toMatchObject({ status: 0, stdout: ':4\n' })
  })

  test('completes the value after an equals sign', async () => {
    expect(await completions('/', 'messages', 'ip1', '--format=c')).toEqual(['csv'])
  })

  test('names the shells if one has no script', async () => {
    const { status, stderr } = await sms(['complete', 'csh'])
    expect(status).toBe(2)
    expect(stderr).toBe('sms: sms complete takes the name of a shell: bash, zsh, fish, powershell.\n')
  })

  test('runs nothing in an interactive bash, whatever the names of the packages in the folder', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd)
    for (const name of ['a\n$(touch X)', '$(touch X)', '`touch X`']) {
      mkdirSync(join(cwd, 'node_modules', name))
      writeFileSync(join(cwd, 'node_modules', name, 'package.json'), manifestOf('other'))
    }
    writeFileSync(join(cwd, 'customers.txt'), '')
    using bash = await interactiveBash(cwd)
    const listed = await bash.type('sms messages \t\t', 'READY> sms messages ')
    const [, ...columns] = listed.split('\n').slice(0, -1)
    expect(columns.flatMap((line) => line.trim().split(/\s+/)).toSorted()).toEqual([
      'acme',
      'archive',
      ...publishedProviders,
    ])
    await bash.type('sm\t', 'smstools ')
    await bash.type('--participants cus\t', 'customers.txt ')
    await bash.type('--format=j\t', 'jsonl ')
    // Even if the program prints something that a shell expands.
    await bash.type("\u0015sms() { printf '$(touch X)\\t\\n:4\\n'; }\n", '\nREADY> ')
    await bash.type('sms \t', '$(touch X) ')
    expect(readdirSync(cwd).toSorted()).toEqual(['customers.txt', 'node_modules'])
  })

  test('completes without an error in a bash that has no compopt, as on macOS', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'customers.txt'), '')
    using bash = await interactiveBash(cwd, 'enable -n compopt')
    await bash.type('sms messages sm\t', 'smstools ')
    const shown = await bash.type('--participants cus\t', 'customers.txt ')
    expect(shown.trim()).toBe('--participants customers.txt')
  })
})

/** A manifest that declares a provider of this name. */
function manifestOf(provider: string): string {
  return JSON.stringify({ version: '1.0.0', sms: { provider, factory: 'create', credentials: {} } })
}
