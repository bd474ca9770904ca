import { readFileSync } from 'node:fs'
import { capabilityTable } from './capability-table.ts'
import { withGeneratedPart } from './generated-part.ts'
import { type Provider, providers, readerOf, template } from './providers.ts'
import { root } from './workspace.ts'

/** A README, and what it is to be. */
export interface GeneratedReadme {
  /** Relative to the root. */
  readonly path: string
  readonly written: string
  readonly wanted: string
}

/** The READMEs that tell what providers can do: each provider's own, and the root's with all of them. */
export function generatedReadmes(): readonly GeneratedReadme[] {
  return [
    generated('README.md', 'providers', providers),
    ...[...providers, template].map((provider) =>
      generated(`${provider.folder}/README.md`, 'capabilities', [provider]),
    ),
  ]
}

function generated(path: string, part: string, shown: readonly Provider[]): GeneratedReadme {
  const written = readFileSync(`${root}/${path}`, 'utf8')
  return { path, written, wanted: withGeneratedPart(written, part, capabilityTable(shown.map(readerOf))) }
}
