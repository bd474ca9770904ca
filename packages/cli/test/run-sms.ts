import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The published program. */
export const bin: string = fileURLToPath(new URL('../dist/bin.js', import.meta.url))

/** The exit code and the output of a run. */
export interface Run {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The environment of a run. */
export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly input?: string
}

/** Where Node.js keeps what it compiled (`.ci/test.ts`). With it, a run takes three quarters of the processor time. */
const { NODE_COMPILE_CACHE } = process.env
export const compileCache: Readonly<Record<string, string>> =
  NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }

/** Runs `sms` in a process of its own, without a terminal and without the environment of the tests. */
export function smsProcess(args: readonly string[], surroundings: Surroundings = {}): Promise<Run> {
  return ended(startSms(args, surroundings))
}

/** Starts `sms` and leaves it running. */
export function startSms(
  args: readonly string[],
  { env = {}, cwd, input = '' }: Surroundings = {},
): ChildProcess {
  const child = spawn(process.execPath, [bin, ...args], { env: { ...compileCache, ...env }, cwd })
  child.stdin.end(input)
  return child
}

/** Runs a line of shell in which `sms` is a command. */
export function shell(line: string, surroundings: Surroundings = {}): Promise<Run> {
  return ended(startShell(line, surroundings))
}

/** Starts a line of shell in which `sms` is a command, in a process group of its own. */
export function startShell(line: string, { env = {}, cwd }: Surroundings = {}): ChildProcess {
  const definition = `sms() { "${process.execPath}" "${bin}" "$@"; }; export -f sms`
  const variables = { ...compileCache, PATH: process.env['PATH'] ?? '', ...env }
  return spawn('bash', ['--norc', '-c', `${definition}\n${line}`], { env: variables, cwd, detached: true })
}

/** Runs a line of shell on a terminal of this width (util-linux's `script`). Its stdout is all that the terminal shows. */
export function terminal(line: string, columns: number, surroundings: Surroundings = {}): Promise<Run> {
  const inside = `stty cols ${columns}; ${line}`.replaceAll("'", `'\\''`)
  return shell(`export SHELL=$BASH; script --quiet --return --command '${inside}' /dev/null`, surroundings)
}

/** Waits for the end of a process, and returns its output. */
export function ended(child: ChildProcess): Promise<Run> {
  let [stdout, stderr] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, stdout, stderr }))
  })
}
