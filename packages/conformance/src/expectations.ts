import { inspect, isDeepStrictEqual } from 'node:util'

/** A clause that is not kept: what was expected and what came, with the fixture that shows it. */
export class ClauseFailure extends Error {
  override readonly name = 'ClauseFailure'
  readonly expected: unknown
  readonly actual: unknown

  constructor(what: string, facts: { readonly expected?: unknown; readonly actual?: unknown } = {}) {
    const lines = [what]
    if ('expected' in facts) lines.push(`expected: ${show(facts.expected)}`)
    if ('actual' in facts) lines.push(`    came: ${show(facts.actual)}`)
    super(lines.join('\n'))
    this.expected = facts.expected
    this.actual = facts.actual
  }
}

/** @throws {ClauseFailure} unless the two are alike in depth. */
export function expectSame(actual: unknown, expected: unknown, what: string): void {
  if (!isDeepStrictEqual(actual, expected)) throw new ClauseFailure(what, { expected, actual })
}

/** @throws {ClauseFailure} unless it holds. */
export function expectThat(condition: boolean, what: string, actual?: unknown): asserts condition {
  if (!condition) throw new ClauseFailure(what, actual === undefined ? {} : { actual })
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { depth: 6, breakLength: 100 })
}
