import type { Clause } from '@sms/conformance'
import type { ListedTest } from './listed-tests.ts'
import type { ProofKind, FaultRow } from './rows.ts'

/** What proves a row, in one way. */
export interface Proof {
  readonly row: number
  readonly kind: ProofKind
  /** Where it stands: a test's file and title, or a clause's id and sentence. */
  readonly where: string
}

/** What tests prove: those whose title, or that of what they stand in, begins with the numbers of rows (`9, 12: …`). */
export function proofsOfTests(tests: readonly ListedTest[]): Proof[] {
  return tests.flatMap(({ file, name }) =>
    numbersOf(name).map((row) => ({ row, kind: kindOf(file), where: `${file}: ${name}` })),
  )
}

/** What the clauses of the conformance kit prove, of every provider; those about fixtures are about committed files. */
export function proofsOfClauses(rows: readonly FaultRow[], clauses: readonly Clause[]): Proof[] {
  const sentences = new Map(clauses.map(({ id, sentence }) => [id, sentence]))
  return rows.flatMap(({ number, clauses: ids = [] }) =>
    ids.map((id): Proof => {
      const sentence = sentences.get(id)
      if (sentence === undefined) throw new Error(`Row ${number} names ${id}, which is no clause.`)
      return { row: number, kind: id.startsWith('FIXTURE-') ? 'F' : 'N', where: `${id}: ${sentence}` }
    }),
  )
}

function numbersOf(name: string): number[] {
  const numbers = name
    .split(' > ')
    .flatMap((title) => /^(\d+(?:, \d+)*): /.exec(title)?.[1]?.split(', ') ?? [])
  return [...new Set(numbers.map(Number))]
}

/** Where a test file stands says what kind of test it holds. */
function kindOf(file: string): ProofKind {
  if (file.endsWith('.property.test.ts')) return 'P'
  return file.includes('/test/wire/') ? 'W' : 'U'
}
