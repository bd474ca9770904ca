import { readFileSync } from 'node:fs'
import { benchmarkTable } from './benchmark-table.ts'
import { capabilityTable } from './capability-table.ts'
import { withGeneratedPart } from './generated-part.ts'
import { type Provider, providers, readerOf, template } from './providers.ts'
import { root } from './workspace.ts'

/** A README as it is, and as it must be. */
export interface GeneratedReadme {
  /** Relative to the root. */
  readonly path: string
  readonly written: string
  readonly wanted: string
}

/** The READMEs with tables that are generated: each provider's own, and the root's with all of them. */
export function generatedReadmes(): readonly GeneratedReadme[] {
  return [
    generated('README.md', {
      providers: capabilitiesOf(providers),
      benchmark: benchmarkTable(read('tooling/bench/RESULTS.md')),
    }),
    ...[...providers, template].map((provider) =>
      generated(`${provider.folder}/README.md`, { capabilities: capabilitiesOf([provider]) }),
    ),
  ]
}

function capabilitiesOf(shown: readonly Provider[]): string {
  return capabilityTable(shown.map(readerOf))
}

/** @param parts The content of each generated part, by its name. */
function generated(path: string, parts: Readonly<Record<string, string>>): GeneratedReadme {
  const written = read(path)
  const wanted = Object.entries(parts).reduce(
    (markdown, [part, content]) => withGeneratedPart(markdown, part, content),
    written,
  )
  return { path, written, wanted }
}

function read(path: string): string {
  return readFileSync(`${root}/${path}`, 'utf8')
}
