import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { bin, compileCache } from './run-sms.ts'

const PROMPT = 'READY> '

/** An interactive bash on a terminal of its own (util-linux's `script`), in which `sms` completes. */
export interface InteractiveBash extends Disposable {
  /** Types a text. Returns what the terminal shows from then on, when that includes the expected text. */
  type(text: string, until: string): Promise<string>
}

/** @param setUp A command that runs before the completion is loaded. */
export async function interactiveBash(cwd: string, setUp = 'true'): Promise<InteractiveBash> {
  const env = {
    ...compileCache,
    PATH: process.env['PATH'] ?? '',
    TERM: 'dumb',
    SHELL: '/bin/bash',
    HOME: cwd,
  }
  const inside = `PS1='${PROMPT}' exec bash --norc --noprofile -i`
  const line = 'exec script --quiet --command "$0" /dev/null'
  const child: ChildProcess = spawn('bash', ['--norc', '-c', line, inside], { cwd, env })
  let shown = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (shown += text))

  async function shows(until: string): Promise<void> {
    while (!shown.includes(until)) await once(child.stdout ?? child, 'data')
  }

  async function type(text: string, until: string): Promise<string> {
    shown = ''
    child.stdin?.write(text)
    await shows(until)
    return shown
  }

  await shows(PROMPT)
  await type(`sms() { "${process.execPath}" "${bin}" "$@"; }\n`, `\n${PROMPT}`)
  await type(`${setUp}\n`, `\n${PROMPT}`)
  await type('source <(sms complete bash)\n', `\n${PROMPT}`)
  return { type, [Symbol.dispose]: () => void child.kill() }
}
