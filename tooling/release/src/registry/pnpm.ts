import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type ProgramOptions, outputOf } from '@sms/config/run-program'
import { ROOT } from '@sms/config/workspace'

/** The path of pnpm. A script that pnpm runs has it on the PATH; npx takes a second to find it. */
export async function pnpmPath(): Promise<string> {
  const folders = process.env['PATH']?.split(delimiter) ?? []
  const onPath = folders.map((folder) => join(folder, 'pnpm')).find((file) => existsSync(file))
  if (onPath !== undefined) return onPath
  const words = ['--yes', '--package', 'pnpm@12', '--call', 'command -v pnpm']
  return (await outputOf('npx', words, { cwd: ROOT })).trim()
}

/** Runs pnpm and returns what it printed on stdout. */
export async function pnpm(words: readonly string[], options: ProgramOptions): Promise<string> {
  return outputOf(await pnpmPath(), words, options)
}
