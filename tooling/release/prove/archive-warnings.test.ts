import { spawnSync } from 'node:child_process'
import { mkdtempDisposableSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runtimeFile } from '../src/install/runtimes/runtime-file.ts'

const SLOW = 240_000

const sms = fileURLToPath(new URL('dist/bin.js', import.meta.resolve('@sms/cli/package.json')))

test.each([22, 26])(
  'sms on Node.js %s prints no warning of the runtime about its database',
  { timeout: SLOW },
  async (major) => {
    const node = await runtimeFile(`node${major}/bin/node`)
    using folder = mkdtempDisposableSync(join(tmpdir(), 'archive-warnings-'))
    for (const command of [
      'sync ip1 +46701740605 --simulate --archive sms.db',
      'messages archive +46701740605 --archive sms.db',
      'changes --archive sms.db',
    ]) {
      const { status, stdout, stderr } = spawnSync(node, [sms, ...command.split(' ')], {
        cwd: folder.path,
        encoding: 'utf8',
      })
      expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' })
      expect(stdout).toMatch(/^\{[^\n]*\}\n/)
    }
  },
)
