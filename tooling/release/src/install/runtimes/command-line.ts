import { outputOf } from '@sms/config/run-program'
import type { Proof } from '../../../program/prove.ts'
import type { Runtime } from '../runtime.ts'

/** A runtime that runs a file named on its command line. The credentials come from the environment. */
export function commandLine(
  name: string,
  binary: () => string | Promise<string>,
  words: readonly string[] = [],
): Runtime {
  return {
    name,
    async version() {
      const printed = await outputOf(await binary(), ['--version'], { cwd: '.' })
      return /\d+\.\d+\.\d+/.exec(printed)?.[0] ?? printed
    },
    async prove(folder, { taskWithoutCredentials, environment }) {
      const program = [...words, 'command-line.js', JSON.stringify(taskWithoutCredentials)]
      const env = { PATH: process.env['PATH'], HOME: folder, ...environment }
      return JSON.parse(await outputOf(await binary(), program, { cwd: folder, env })) as readonly Proof[]
    },
  }
}
