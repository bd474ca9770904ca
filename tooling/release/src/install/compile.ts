import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { run } from '@sms/config/run-program'

const PROGRAM = fileURLToPath(new URL('../../program', import.meta.url))

/** TypeScript 7, and the last version that is written in JavaScript. */
export type Compiler = 'typescript' | 'typescript6'

/** Puts the program into a folder in which the packages are installed. */
export function copyProgram(folder: string): void {
  cpSync(PROGRAM, folder, { recursive: true })
}

/**
 * Compiles the program where it was put, as its tsconfig.json says and these words change, and gives what the compiler
 * printed: nothing, where all is well.
 *
 * @throws {Error} With what the compiler complains of.
 */
export function compile(folder: string, compiler: Compiler, ...words: readonly string[]): Promise<string> {
  const tsc = fileURLToPath(new URL(`../../node_modules/${compiler}/bin/tsc`, import.meta.url))
  return run(process.execPath, [tsc, ...words], { cwd: folder })
}
