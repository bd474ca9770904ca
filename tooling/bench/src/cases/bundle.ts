import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild-wasm'
import type { Case } from '../case.ts'
import { inTurns } from '../in-turns.ts'
import { type Entrant, toRows } from '../row.ts'
import { providerNames } from '../server/offer.ts'

const ky: Entrant = { label: 'ky' }

const entrants: readonly Entrant[] = [
  ky,
  ...providerNames.map((provider) => ({
    label: `@sms/${provider}`,
    target: { of: 'value', atMost: 14 } as const,
  })),
]

/** What a program that reads from one provider ships: everything that its package exports, minified and compressed. */
export const bundle: Case = {
  name: 'bundle',
  async run({ report }) {
    // It is the same every time.
    const samples = await inTurns(1, entrants, async ({ label }) => {
      report(`bundle: ${label}`)
      return { value: gzipSync(await minified(label)).length / 1000 }
    })
    return toRows({ case: 'bundle', subject: 'minified, gzip', unit: 'kB' }, samples, ky)
  },
}

async function minified(name: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [name],
    absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    write: false,
  })
  return outputFiles[0]?.contents ?? new Uint8Array()
}
