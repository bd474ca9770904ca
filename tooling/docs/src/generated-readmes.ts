import { readFileSync } from 'node:fs'
import { ROOT } from '@sms/config/workspace'
import { benchmarkTable } from './benchmark-table.ts'
import { capabilityTable } from './capability-table.ts'
import { clauseTable } from './clause-table.ts'
import { withGeneratedPart } from './generated-part.ts'
import { providers, template } from './providers.ts'

/** A README with tables that are generated. */
export interface GeneratedReadme {
  /** Relative to the root. */
  readonly path: string
  readonly current: string
  /** The README with its tables generated again. */
  readonly generated: string
}

/** The READMEs with tables: the root's, each provider's, and the one of the conformance kit. */
export function generatedReadmes(): readonly GeneratedReadme[] {
  return [
    generate('README.md', {
      providers: capabilityTable(providers.map(({ create }) => create)),
      benchmark: benchmarkTable(read('tooling/bench/RESULTS.md')),
    }),
    ...[...providers, template].map(({ folder, create }) =>
      generate(`${folder}/README.md`, { capabilities: capabilityTable([create]) }),
    ),
    generate('packages/conformance/README.md', { clauses: clauseTable() }),
  ]
}

/** @param tables The generated parts of the README, by name. */
function generate(path: string, tables: Readonly<Record<string, string>>): GeneratedReadme {
  const current = read(path)
  const generated = Object.entries(tables).reduce(
    (markdown, [name, table]) => withGeneratedPart(markdown, name, table),
    current,
  )
  return { path, current, generated }
}

function read(path: string): string {
  return readFileSync(`${ROOT}/${path}`, 'utf8')
}
