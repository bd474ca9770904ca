import { expectError, expectNamed, expectSuccess, expectThat } from '../../harness/expectations.ts'
import type { Harness } from '../../harness/harness.ts'
import { thrownBy } from '../../harness/thrown-by.ts'
import { carriesCredential } from '../carries-credential.ts'
import type { Clause } from '../clause.ts'

const UNFIT_FOR_HEADERS = ['\r\nx-evil: 1', '\r', '\n', '\0', ' ', '\t', '\u007f', 'é', '€', '🔑']

const MALFORMED_CREDENTIALS: readonly unknown[] = [
  ...UNFIT_FOR_HEADERS.flatMap((bad) => [
    `secret-canary${bad}value`,
    `secret-canary${bad}`,
    `${bad}secret-canary`,
  ]),
  '',
  null,
  17,
  {},
  ['secret-canary'],
]

const FROM_ENVIRONMENT = 'canary-from-environment'

export const READER_3: Clause = {
  id: 'READER-3',
  sentence:
    'A missing credential is `invalid_argument`, and the error names its option and its environment variable.',
  async check(harness) {
    for (const { option, variable, others } of credentialsOf(harness)) {
      // An empty variable counts as missing.
      for (const value of [undefined, '']) {
        const error = await withVariable(variable, value, () => thrownBy(() => harness.create(others)))
        const { message } = expectError(error, 'invalid_argument', `Without \`${option}\``)
        expectThat(
          message.includes(option) && message.includes(variable),
          `The error names ${option} and ${variable}.`,
          message,
        )
      }
    }
  },
}

export const READER_4: Clause = {
  id: 'READER-4',
  sentence:
    'A credential that is left out is read from its environment variable. The option takes precedence.',
  needs: ['empty'],
  follows: ['PRIVACY-2'],
  async check(harness) {
    for (const { option, variable, own, others } of credentialsOf(harness)) {
      const client = { ...leftOut(harness), ...others }
      const fromVariable = await withVariable(variable, FROM_ENVIRONMENT, () =>
        harness.play('empty', { client }),
      )
      expectSuccess(fromVariable, `With ${variable} in the environment`)
      expectThat(
        fromVariable.requests.every((request) => carriesCredential(request, FROM_ENVIRONMENT)),
        `Requests carry the value of ${variable}.`,
      )
      const fromOption = await withVariable(variable, FROM_ENVIRONMENT, () =>
        harness.play('empty', { client: { ...client, [option]: own } }),
      )
      expectThat(
        fromOption.requests.every((request) => carriesCredential(request, own)),
        `Requests carry the option \`${option}\`, not ${variable}.`,
      )
    }
  },
}

export const READER_5: Clause = {
  id: 'READER-5',
  sentence:
    'A credential that no header can carry is `invalid_argument`. The error names the option and does not show the value.',
  follows: ['READER-3'],
  async check(harness) {
    for (const { option, variable, others } of credentialsOf(harness)) {
      for (const bad of MALFORMED_CREDENTIALS) {
        const what = `\`${option}\`: ${JSON.stringify(bad)}`
        const error = await thrownBy(() => harness.create({ ...others, [option]: bad }))
        expectNamed(error, option, what)
        // No environment variable can hold a NUL.
        if (typeof bad !== 'string' || bad === '' || bad.includes('\0')) continue
        const read = await withVariable(variable, bad, () => thrownBy(() => harness.create(others)))
        expectNamed(read, variable, `${what}, from the environment`)
      }
    }
  },
}

/** A credential of a set, and the other ones of that set. */
interface CredentialOfSet {
  readonly option: string
  readonly variable: string
  readonly own: string
  readonly others: Readonly<Record<string, string>>
}

function credentialsOf({ credentialSets, variables }: Harness): readonly CredentialOfSet[] {
  return credentialSets.flatMap((set) =>
    Object.entries(set).map(([option, own]) => {
      const { [option]: _, ...others } = set
      return { option, variable: variables[option] ?? '', own, others }
    }),
  )
}

/** No credential at all, whatever a reader has by default. */
function leftOut({ variables }: Harness): Readonly<Record<string, undefined>> {
  return Object.fromEntries(Object.keys(variables).map((option) => [option, undefined]))
}

/** Runs some work while an environment variable has a value, or has none. */
async function withVariable<T>(name: string, value: string | undefined, work: () => Promise<T>): Promise<T> {
  const before = process.env[name]
  setVariable(name, value)
  try {
    return await work()
  } finally {
    setVariable(name, before)
  }
}

function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name]
  else process.env[name] = value
}
