import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { outputOf } from '@sms/config/run-program'
import { factoriesSource } from './factories.ts'
import { publishedProviders } from './providers.ts'

const PROGRAM = fileURLToPath(new URL('../../program', import.meta.url))

/** TypeScript 7, and the last version that is written in JavaScript. */
export type Compiler = 'typescript' | 'typescript6'

/** Copies the program into a folder in which all providers are installed. */
export function copyProgram(folder: string): void {
  cpSync(PROGRAM, folder, { recursive: true })
  writeFileSync(join(folder, 'factories.ts'), factoriesSource(publishedProviders))
  const page = join(folder, 'page.html')
  writeFileSync(page, readFileSync(page, 'utf8').replace('<!-- import map -->', importMap()))
}

/** How a browser finds the packages, which it cannot resolve itself. */
function importMap(): string {
  const imports = {
    '@sms/core': '/node_modules/@sms/core/dist/index.js',
    '@sms/core/provider': '/node_modules/@sms/core/dist/provider.js',
    ky: '/node_modules/ky/distribution/index.js',
    valibot: '/node_modules/valibot/dist/index.mjs',
    ...Object.fromEntries(
      publishedProviders.map(({ packageName }) => [
        packageName,
        `/node_modules/${packageName}/dist/index.js`,
      ]),
    ),
  }
  return `<script type="importmap">${JSON.stringify({ imports })}</script>`
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
