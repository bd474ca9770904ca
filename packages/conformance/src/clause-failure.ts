import { inspect } from 'node:util'

/** The error of a clause that is not kept: what was expected, and what came. */
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

function show(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { depth: 6, breakLength: 100 })
}
