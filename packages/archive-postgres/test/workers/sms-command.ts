import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('dist/bin.js', import.meta.resolve('@sms/cli/package.json')))
const PACKAGE = fileURLToPath(new URL('../..', import.meta.url))

/** What a command has printed, and how it has ended. */
export interface CommandRun {
  readonly status: unknown
  /** Each line of stdout, as JSON. */
  readonly lines: readonly Record<string, unknown>[]
  readonly text: string
  readonly stderr: string
}

/** The command `sms` on a machine where this package is installed. */
export class SmsCommand implements Disposable {
  readonly #cwd: string
  readonly #env: Readonly<Record<string, string>>

  /**
   * @param archive The address of the archive.
   * @param env Other variables of the environment.
   */
  constructor(archive: string, env: Readonly<Record<string, string>> = {}) {
    this.#env = { SMS_ARCHIVE: archive, ...env }
    this.#cwd = mkdtempSync(join(tmpdir(), 'workers-'))
    mkdirSync(join(this.#cwd, 'node_modules/@sms'), { recursive: true })
    symlinkSync(PACKAGE, join(this.#cwd, 'node_modules/@sms/archive-postgres'))
  }

  start(words: readonly string[]): ChildProcess {
    return spawn(process.execPath, [PROGRAM, ...words], {
      cwd: this.#cwd,
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  async run(...words: readonly string[]): Promise<CommandRun> {
    const child = this.start(words)
    let [stdout, stderr] = ['', '']
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const [status] = await once(child, 'close')
    return {
      status,
      text: stdout,
      lines: stdout
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line)),
      stderr,
    }
  }

  /** Runs it on a terminal of 80 columns. Returns what the terminal was sent. */
  async show(...words: readonly string[]): Promise<string> {
    const command = `stty cols 80; "${process.execPath}" "${PROGRAM}" ${words.join(' ')}`
    const child = spawn('bash', ['-c', `script --quiet --return --command '${command}' /dev/null`], {
      cwd: this.#cwd,
      env: { ...this.#env, PATH: process.env['PATH'] ?? '', TERM: 'xterm' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    return textOf(child.stdout)
  }

  /** Writes a file into the folder that the command runs in. */
  write(name: string, text: string): void {
    writeFileSync(join(this.#cwd, name), text)
  }

  [Symbol.dispose](): void {
    rmSync(this.#cwd, { recursive: true })
  }
}
