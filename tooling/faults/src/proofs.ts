import type { Clause } from '@sms/conformance'
import type { ListedTest } from './listed-tests.ts'
import type { ProofKind, FaultRow } from './rows.ts'

/** A test or a clause that proves what we do about a fault. */
export interface Proof {
  /** The fault's name. */
  readonly fault: string
  readonly kind: ProofKind
  /** Where it stands: a test's file and title, or a clause's id and sentence. */
  readonly where: string
}

/** The proofs by tests. The title of a test, or of a suite around it, names faults in brackets: `… [redirect, abort]`. */
export function proofsOfTests(tests: readonly ListedTest[]): Proof[] {
  return tests.flatMap(({ file, name }) =>
    faultsIn(name).map((fault) => ({ fault, kind: kindOf(file), where: `${file}: ${name}` })),
  )
}

/** What the clauses of the conformance kit prove, of every provider; those about fixtures are about committed files. */
export function proofsOfClauses(rows: readonly FaultRow[], clauses: readonly Clause[]): Proof[] {
  const sentences = new Map(clauses.map(({ id, sentence }) => [id, sentence]))
  return rows.flatMap(({ name, clauses: ids = [] }) =>
    ids.map((id): Proof => {
      const sentence = sentences.get(id)
      if (sentence === undefined) throw new Error(`The fault ${name} names ${id}, which is no clause.`)
      return { fault: name, kind: id.startsWith('FIXTURE-') ? 'F' : 'N', where: `${id}: ${sentence}` }
    }),
  )
}

function faultsIn(name: string): string[] {
  const faults = name
    .split(' > ')
    .flatMap((title) => / \[([a-z0-9-]+(?:, [a-z0-9-]+)*)\]$/.exec(title)?.[1]?.split(', ') ?? [])
  return [...new Set(faults)]
}

/** Where a test file stands says what kind of test it holds. */
function kindOf(file: string): ProofKind {
  if (file.endsWith('.property.test.ts')) return 'P'
  return file.includes('/test/wire/') ? 'W' : 'U'
}
