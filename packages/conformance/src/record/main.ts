import { parseArgs } from 'node:util'
import { type ScenarioName, scenarioNames } from '../fixture/scenario-name.ts'
import { scenarios } from '../fixture/scenarios.ts'
import {
  credentialSets,
  credentialVariables,
  optionVariables,
} from '../provider-under-test/credential-variables.ts'
import type { ProviderUnderTest } from '../provider-under-test/provider-under-test.ts'
import { loadSubject } from './load-subject.ts'
import { NotShown, RecordError } from './record-error.ts'
import { record } from './record.ts'

const usage = `Usage: sms-record MODULE --base-url URL --participant NUMBER --nobody NUMBER [--overwrite | --only NAME]

Records fixtures for @sms/conformance from an account, and redacts them before it writes them.

  MODULE                a module that exports \`subject\`, the argument of testProvider, and \`keep\`, the paths of
                        the body fields whose values may be written down, such as data.status: vocabulary and counts
  --base-url URL        the base URL of the provider's API
  --participant NUMBER  the participant whose conversation is recorded, with 7 to 250 messages in both directions
  --nobody NUMBER       a participant without messages
  --overwrite           record existing fixtures again
  --only NAME           record this fixture, again if it exists, and keep the others: several-pages
  --help                print this help

The credentials, and options such as the account, come from the environment variables that \`subject\` names.
`

const options = {
  'base-url': { type: 'string' },
  participant: { type: 'string' },
  nobody: { type: 'string' },
  overwrite: { type: 'boolean' },
  only: { type: 'string' },
  help: { type: 'boolean' },
} as const

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options })
  if (values.help === true) process.stdout.write(usage)
  else await run(values, positionals)
} catch (error) {
  process.stderr.write(`sms-record: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

interface Arguments {
  readonly 'base-url'?: string | undefined
  readonly participant?: string | undefined
  readonly nobody?: string | undefined
  readonly overwrite?: boolean | undefined
  readonly only?: string | undefined
}

async function run(values: Arguments, [path, ...others]: readonly string[]): Promise<void> {
  const { 'base-url': baseUrl, overwrite = false } = values
  const [participant, nobody] = [values.participant, values.nobody].map(withoutSeparators)
  if (path === undefined || others.length > 0) {
    throw new RecordError('name one module. --help says what it must export.')
  }
  if (baseUrl === undefined || !URL.canParse(baseUrl)) {
    throw new RecordError('add --base-url with the base URL of the API.')
  }
  if (participant === undefined) {
    throw new RecordError('add --participant with the number whose conversation is recorded.')
  }
  if (nobody === undefined || nobody === participant) {
    throw new RecordError('add --nobody with another number, of a participant without messages.')
  }
  const only = values.only === undefined ? undefined : scenarioOf(values.only)
  const { subject, keep } = await loadSubject(path)
  const credentials = credentialsOf(subject)
  const accountOptions = optionsOf(subject)
  const { written, kept, unmatched, gaps } = await record(
    { subject, keep, baseUrl, participant, nobody, overwrite, only, credentials, options: accountOptions },
    (line) => process.stderr.write(`${line}\n`),
  )
  for (const field of unmatched) {
    process.stderr.write(
      `No response has \`${field}\` of \`keep\`. Correct the path: it starts at the body.\n`,
    )
  }
  if (kept > 0) {
    const advice = only === undefined ? ' Add --overwrite to record again.' : ''
    process.stderr.write(`${countOf(kept)} kept.${advice}\n`)
  }
  process.stderr.write(`${countOf(written.length)} written. Read before you commit.\n`)
  if (gaps.size > 0) process.stdout.write(handwork(gaps))
  if ([...gaps.values()].some((gap) => !(gap instanceof NotShown))) process.exitCode = 1
}

function countOf(fixtures: number): string {
  return `${fixtures} ${fixtures === 1 ? 'fixture' : 'fixtures'}`
}

function scenarioOf(name: string): ScenarioName {
  const scenario = scenarioNames.find((each) => each === name)
  if (scenario !== undefined) return scenario
  throw new RecordError(`there is no fixture ${name}. Name one of ${scenarioNames.join(', ')} after --only.`)
}

function withoutSeparators(number: string | undefined): string | undefined {
  const bare = number?.replaceAll(/[ .()[\]-]/g, '')
  return bare !== undefined && /^\+?\d{8,15}$/.test(bare) ? bare : number
}

/** Credentials come from the environment, because everyone on the machine can see the arguments of a program. */
function credentialsOf(subject: ProviderUnderTest): Readonly<Record<string, string>> {
  const variables = credentialVariables(subject)
  const sets = credentialSets(subject)
  const isSet = (option: string): boolean => (process.env[variables[option] ?? ''] ?? '') !== ''
  const used = sets.find((set) => set.every(isSet)) ?? sets[0] ?? []
  return Object.fromEntries(
    used.map((option) => {
      const variable = variables[option] ?? ''
      const value = process.env[variable]
      if (value === undefined || value === '') {
        throw new RecordError(`set the environment variable ${variable} to the account's \`${option}\`.`)
      }
      return [option, value]
    }),
  )
}

/**
 * The options of the account that are no credentials, from the environment. Fixtures have the options of the subject in
 * their place, because the kit makes up no account.
 */
function optionsOf(subject: ProviderUnderTest): Readonly<Record<string, string>> {
  const set = Object.entries(optionVariables(subject)).flatMap(([option, variable]) => {
    const value = process.env[variable] ?? ''
    return value === '' ? [] : [{ option, variable, value }]
  })
  for (const { option, variable, value } of set) {
    const madeUp: unknown = Reflect.get(subject.options ?? {}, option)
    if (typeof madeUp === 'string' && madeUp !== value) continue
    throw new RecordError(
      `add a made-up \`${option}\` to the \`options\` of \`subject\`: fixtures have it in place of ${variable}.`,
    )
  }
  return Object.fromEntries(set.map(({ option, value }) => [option, value]))
}

function handwork(gaps: ReadonlyMap<ScenarioName, RecordError>): string {
  const lines = [...gaps].map(([name, gap]) => {
    const { shows, mayBeAbsent } = scenarios[name]
    if (!(gap instanceof NotShown)) return `- ${name}.json: ${gap.message}`
    const absence = mayBeAbsent ? ', or add the reason why the API cannot show it as `absent`' : ''
    return `- ${name}.json: ${gap.message} Write by hand a fixture that shows ${shows}${absence}.`
  })
  return `Not recorded:
${lines.join('\n')}
Write it from the provider's documentation, with "source": { "kind": "documentation", "document": "its title" }.
`
}
