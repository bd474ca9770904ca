import { readFileSync } from 'node:fs'
import { ROOT } from '@sms/config/workspace'
import { capabilityTable } from './capability-table.ts'
import { clauseTable } from './clause-table.ts'
import { withGeneratedPart } from './generated-part.ts'
import { providers, readerOf, template } from './providers.ts'

/** A README with a table that is generated. */
export interface GeneratedReadme {
  /** Relative to the root. */
  readonly path: string
  readonly current: string
  /** The README with its table generated again. */
  readonly generated: string
}

/** The READMEs with tables: of all providers, of each provider's capabilities, and of the clauses. */
export function generatedReadmes(): readonly GeneratedReadme[] {
  return [
    generate('README.md', 'providers', capabilityTable(providers.map(readerOf))),
    ...[...providers, template].map((provider) =>
      generate(`${provider.folder}/README.md`, 'capabilities', capabilityTable([readerOf(provider)])),
    ),
    generate('packages/conformance/README.md', 'clauses', clauseTable()),
  ]
}

function generate(path: string, part: string, table: string): GeneratedReadme {
  const current = readFileSync(`${ROOT}/${path}`, 'utf8')
  return { path, current, generated: withGeneratedPart(current, part, table) }
}
