import { expectThat } from '../../harness/expectations.ts'
import type { Clause } from '../clause.ts'

const CLIENT_OPTIONS: ReadonlySet<string> = new Set([
  'baseUrl',
  'fetch',
  'timeout',
  'retries',
  'maxResponseBytes',
  'userAgent',
  'onRequest',
  'onResponse',
])

export const READER_12: Clause = {
  id: 'READER-12',
  sentence:
    'No credential or option of the provider has the name of an option that every reader has, and each is read from a variable such as ACME_API_KEY.',
  async check({ variables, optionVariables }) {
    for (const [option, variable] of [...Object.entries(variables), ...Object.entries(optionVariables)]) {
      expectThat(!CLIENT_OPTIONS.has(option), `\`${option}\` is no option that every reader has.`)
      expectThat(
        /^[A-Z_][A-Z0-9_]*$/.test(variable),
        `The variable of \`${option}\` is capital letters, digits and underscores.`,
        variable,
      )
    }
  },
}
