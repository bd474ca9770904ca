import type { RolldownOptions } from 'rolldown'

/** Joins the modules of core: to load a module takes Node.js half a millisecond, and core has a hundred. */
const config: RolldownOptions = {
  input: ['src/index.ts', 'src/provider.ts'],
  platform: 'neutral',
  external: ['ky', 'valibot'],
  // As in `tsconfig.base.json`.
  transform: { target: 'es2024' },
  output: {
    dir: 'dist',
    // The compiler writes a module for each source there, if someone runs it alone.
    cleanDir: true,
    // What both entry points share is named after its source.
    chunkFileNames: '[name].js',
    minifyInternalExports: false,
    sourcemap: true,
    // `src` is packed.
    sourcemapExcludeSources: true,
  },
}

export default config
