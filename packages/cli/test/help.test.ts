import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { installAcme } from './acme.ts'
import { shell, sms } from './run-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const COMMANDS = ['messages', 'conversations', 'summary', 'providers']

describe('sms --help', () => {
  test('names every command and every exit code', async () => {
    const { status, stdout } = await sms(['--help'])
    expect(status).toBe(0)
    for (const command of COMMANDS) expect(stdout).toContain(`  ${command} [options]`)
    expect(stdout).toMatch(
      / {2}0 {2}done\n {2}1 {2}unexpected[^]* 8 {2}partly done[^]*130, 143 {2}interrupted/,
    )
  })

  test.each(COMMANDS)('has examples of %s that work', async (command) => {
    const { status, stdout } = await sms([command, '--help'])
    expect(status).toBe(0)
    const [, examples = ''] = stdout.split('\nExamples:\n')
    const lines = examples.trimEnd().split('\n')
    expect(lines.length).toBeGreaterThan(1)
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'customers.txt'), '+46701740605\n')
    writeFileSync(join(cwd, '.env'), '')
    for (const line of lines) {
      const simulated =
        line.includes('--simulate') || line.includes('--env-file') ? line : `${line} --simulate`
      const { status: ended } = await shell(`${simulated} && rm -f all.*`, { cwd })
      expect({ line, ended }).toEqual({ line, ended: 0 })
    }
  })

  test('is there for sms --version too', async () => {
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
  test('offers commands, options, what they take, and the providers that are installed', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd)
    expect(await completions(cwd, 'mess')).toEqual(['messages'])
    expect(await completions(cwd, 'messages', '')).toEqual(['conversations-rcs', 'ip1', 'smstools', 'acme'])
    expect(await completions(cwd, 'messages', 'ip1', '--par')).toEqual(['--participants', '--parallel'])
    expect(await completions(cwd, 'messages', 'ip1', '--format', '')).toEqual(['transcript', 'jsonl', 'csv'])
  })

  test.each(['bash', 'zsh', 'fish', 'powershell'])('has a script for %s', async (name) => {
    const { status, stdout } = await sms(['complete', name])
    expect(status).toBe(0)
    expect(stdout).toContain('sms complete')
  })

  test('completes in bash what its script is sourced for', async () => {
    // What the script takes from bash-completion, which may not be installed here.
    const line = `
      _get_comp_words_by_ref() { cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} words=("\${COMP_WORDS[@]}") cword=$COMP_CWORD; }
      compopt() { :; }
      source <(sms complete bash)
      COMP_WORDS=(sms messages ip) COMP_CWORD=2
      __sms_complete
      printf '%s\\n' "\${COMPREPLY[@]}"`
    expect(await shell(line)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^ip1\s*$/) })
  })
})
