import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { outputOf } from '@sms/config/run-program'

const PROGRAM = fileURLToPath(new URL('../../program', import.meta.url))

/** TypeScript 7, and the last version that is written in JavaScript. */
export type Compiler = 'typescript' | 'typescript6'

/** Copies the program into a folder in which the packages are installed. */
export function copyProgram(folder: string): void {
  cpSync(PROGRAM, folder, { recursive: true })
}

/**
 * Compiles the program in a folder with its tsconfig.json and these further options. Returns what the compiler printed:
 * nothing, if all is well.
 *
 * @throws {Error} With the compiler's errors.
 */
export function compile(folder: string, compiler: Compiler, ...words: readonly string[]): Promise<string> {
  const tsc = fileURLToPath(new URL(`../../node_modules/${compiler}/bin/tsc`, import.meta.url))
  return outputOf(process.execPath, [tsc, ...words], { cwd: folder })
}
