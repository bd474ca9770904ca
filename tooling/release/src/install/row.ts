import { isDeepStrictEqual } from 'node:util'
import type { Proof } from '../../program/prove.ts'
import type { Assignment } from './assignment.ts'
import type { Runtime } from './runtime.ts'

/** What the table says about a runtime. */
export interface RuntimeRow {
  readonly runtime: string
  readonly version: string
  readonly 'messages read': string
  readonly 'aborted walk': string
  readonly 'wrong key': string
  readonly result: string
}

/** Runs the program in a runtime. An error is a failure of that runtime: it is printed on stderr, and the next one runs. */
export async function rowOf(runtime: Runtime, folder: string, assignment: Assignment): Promise<RuntimeRow> {
  const version = await runtime.version()
  if (version === null) return row(runtime, '', [], 'not run: it is not on this machine')
  try {
    const proofs = await runtime.prove(folder, assignment)
    const isRight = isDeepStrictEqual(proofs, assignment.expected)
    return row(runtime, version, proofs, isRight ? 'passed' : 'failed: not what was expected')
  } catch (error) {
    process.stderr.write(`${runtime.name}: ${String(error)}\n`)
    return row(runtime, version, [], 'failed: the error is on stderr')
  }
}

function row({ name }: Runtime, version: string, proofs: readonly Proof[], result: string): RuntimeRow {
  return {
    runtime: name,
    version,
    'messages read': proofs.map(({ provider, texts }) => `${provider} ${texts.length}`).join(', '),
    'aborted walk': distinct(proofs.map(({ aborted }) => aborted)),
    'wrong key': distinct(proofs.map(({ refused }) => refused)),
    result,
  }
}

function distinct(values: readonly string[]): string {
  return [...new Set(values)].join(', ')
}
