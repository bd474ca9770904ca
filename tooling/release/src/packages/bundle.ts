import { gzipSync } from 'node:zlib'
import { build } from 'esbuild-wasm'

/** A program as a web page loads it: one file, minified. */
export interface Bundle {
  readonly minified: number
  /** With gzip. */
  readonly compressed: number
  /** The packages that the program is made of, the largest first. */
  readonly parts: readonly BundlePart[]
}

export interface BundlePart {
  readonly name: string
  /** Bytes of the minified program. After compression, the parts cannot be separated. */
  readonly bytes: number
}

/** Bundles a program that finds its packages from a folder. */
export async function bundle(program: string, folder: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    // A package that imports a module of Node.js fails to build.
    platform: 'neutral',
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  const sizes = new Map<string, number>()
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const name = partOf(path)
      sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput)
    }
  }
  const parts = [...sizes].map(([name, bytes]) => ({ name, bytes }))
  const code = Buffer.concat(outputFiles.map(({ contents }) => contents))
  return {
    minified: code.length,
    compressed: gzipSync(code, { level: 9 }).length,
    parts: parts.filter(({ bytes }) => bytes > 0).toSorted((one, other) => other.bytes - one.bytes),
  }
}

function partOf(path: string): string {
  const module = path.split('node_modules/').at(-1) ?? path
  return module.replace(/^((?:@[^/]+\/)?[^/]+).*/, '$1')
}
