import { readFileSync } from 'node:fs'
import type { RolldownOptions } from 'rolldown'

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>
}

const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest

const built = Object.values(exports).filter((entry) => typeof entry !== 'string')

/**
 * Joins the modules of the package in the current folder into one for each entry point: to load a module takes Node.js half a
 * millisecond.
 */
const config: RolldownOptions = {
  input: built.map((entry) => entry.default.replace('./dist/', 'src/').replace(/\.js$/, '.ts')),
  platform: 'neutral',
  // Every other package stays an import, so that the checks of what is packed notice one that is not declared.
  external: (id, importer, isResolved) => importer !== undefined && !isResolved && !id.startsWith('.'),
  // As in `tsconfig.base.json`.
  transform: { target: 'es2024' },
  output: {
    dir: 'dist',
    // The compiler writes a module for each source there, if someone runs it alone.
    cleanDir: true,
    // What entry points share is named after its source.
    chunkFileNames: '[name].js',
    minifyInternalExports: false,
    // Declarations and `src` hold them. They are a third of the program.
    comments: { jsdoc: false },
    sourcemap: true,
    // `src` is packed.
    sourcemapExcludeSources: true,
  },
}

export default config
