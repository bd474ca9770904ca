import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { otherFile } from '../src/install/other-file.ts'
import { install, type Published, publishAll } from '../src/install/published.ts'

const SLOW = 240_000

let published: Published & AsyncDisposable
let folder: string

beforeAll(async () => {
  published = await publishAll()
  folder = await install(published, '@sms/cli', '@sms/ip1')
}, SLOW)

afterAll(() => published[Symbol.asyncDispose]())

test.each([18, 20])(
  'sms on Node.js %s says in one sentence that it is too old',
  { timeout: SLOW },
  async (major) => {
    const node = await otherFile(`node${major}/bin/node`)
    const bin = join(folder, 'node_modules/@sms/cli/dist/bin.js')
    const { status, stdout, stderr } = spawnSync(node, [bin, 'providers'], { cwd: folder, encoding: 'utf8' })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(
      new RegExp(`^sms: this needs Node\\.js 22\\.13 or later, and runs on ${major}\\.[0-9.]+; [^\\n]*\\n$`),
    )
  },
)

test.each([18, 20])(
  'a factory on Node.js %s throws an error that says the same',
  { timeout: SLOW },
  async (major) => {
    const node = await otherFile(`node${major}/bin/node`)
    const program = `
      const { createIp1 } = await import('@sms/ip1')
      try { createIp1({ apiKey: 'key' }) } catch (error) { console.log(error.message) }
    `
    const { status, stdout, stderr } = spawnSync(node, ['--input-type=module', '--eval', program], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/Node\.js 22\.13 or later/)
  },
)
