import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outputOf } from '@sms/config/run-program'
import { type Runtime, TIMEOUT } from '../runtime.ts'
import { servePage } from './serve-page.ts'

/** Where Debian's package `chromium` puts it. */
const BINARY = '/usr/bin/chromium'

/** No window, no sandbox (root may not have one), and no request to any server but the page's. */
const SWITCHES = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const chromium: Runtime = {
  name: 'Chromium',
  async version() {
    if (!existsSync(BINARY)) return null
    const printed = await outputOf(BINARY, ['--version'], { cwd: '.' })
    return /[\d.]+/.exec(printed)?.[0] ?? printed
  },
  async prove(folder, { task }) {
    await using page = await servePage(folder, task)
    const profile = mkdtempSync(join(tmpdir(), 'chromium-'))
    const switches = [...SWITCHES, `--user-data-dir=${profile}`]
    const child = spawn(BINARY, [...switches, page.url], {
      env: { ...process.env, TMPDIR: profile },
      stdio: 'ignore',
      timeout: TIMEOUT,
    })
    const ended = once(child, 'close')
    try {
      return await Promise.race([
        page.proofs,
        ended.then(() => {
          throw new Error('Chromium ended before its page posted a result')
        }),
      ])
    } finally {
      child.kill()
      await ended
      rmSync(profile, { recursive: true, force: true })
    }
  },
}
