import { inspect } from 'node:util'
import { SmsError } from '@sms/core'
import { ClauseFailure } from '../../clause-failure.ts'
import { bodyText } from '../../fixture/body-text.ts'
import { expectThat } from '../../harness/expectations.ts'
import type { Harness } from '../../harness/harness.ts'
import { thrownBy } from '../../harness/thrown-by.ts'
import { makeCall } from '../../provider-under-test/make-call.ts'
import { FOREIGN_URL } from '../../replay/foreign-host.ts'
import type { Reply } from '../../replay/responder.ts'
import { locateItems, withItems } from '../../variations/located-items.ts'
import type { Clause } from '../clause.ts'

const CANARY_TEXT = 'canary text of a private message'

// Reserved for fiction (PTS), and in no request of a fixture.
const CANARY_NUMBER = '46701740698'

export const PRIVACY_1: Clause = {
  id: 'PRIVACY-1',
  sentence: 'No error shows a credential, a message text or a phone number, however deeply it is inspected.',
  needs: ['empty', 'several-pages', 'unauthorized'],
  async check(harness) {
    const credentials = Object.values(harness.credentials)
    for (const { what, error } of await provokeErrors(harness)) {
      // Other clauses check that there is an error.
      if (error === undefined) continue
      if (!SmsError.is(error))
        throw new ClauseFailure(`${what}: the error is no SmsError.`, { actual: error })
      const shown = everythingShownBy(error)
      for (const secret of credentials) {
        expectThat(!shown.includes(secret), `${what}: the error shows no credential.`)
      }
      for (const secret of [CANARY_TEXT, CANARY_NUMBER]) {
        expectThat(!shown.includes(secret), `${what}: the error does not show ${secret}.`)
      }
    }
  },
}

interface ProvokedError {
  /** What provoked it. */
  readonly what: string
  readonly error: unknown
}

/** Provokes errors of every kind with responses and arguments that are full of secrets. */
async function provokeErrors(harness: Harness): Promise<readonly ProvokedError[]> {
  const credentials = Object.values(harness.credentials).join(' ')
  const secret = `${CANARY_TEXT} ${CANARY_NUMBER} +${CANARY_NUMBER} ${credentials}`
  return [
    ...(await errorsOfReplies(harness, secret)),
    ...(await errorsOfBrokenItem(harness, secret)),
    ...(await errorsOfArguments(harness, secret)),
  ]
}

async function errorsOfReplies(harness: Harness, secret: string): Promise<readonly ProvokedError[]> {
  const call = { ...harness.call('empty'), participant: `+${CANARY_NUMBER}` }
  const errors: ProvokedError[] = []
  for (const [what, reply] of Object.entries(repliesWith(harness, secret))) {
    const { error } = await harness.serve(
      () => reply,
      () => makeCall(harness.reader({ retries: 1 }), call),
    )
    errors.push({ what, error })
  }
  return errors
}

function repliesWith(harness: Harness, secret: string): Readonly<Record<string, Reply>> {
  const body = { message: secret, error: secret, detail: secret, [secret]: secret }
  const json = { 'content-type': `application/json; charset=${CANARY_NUMBER}` }
  const documented = bodyText(harness.call('unauthorized').exchanges[0]?.response.body)
  const filled: unknown = JSON.parse(
    documented.replaceAll(/:\s*"[^"]*"/g, () => `:${JSON.stringify(secret)}`),
  )
  const location = `${FOREIGN_URL}/?text=${encodeURIComponent(secret)}`
  return {
    'An error response': { status: 401, headers: json, body: filled },
    'An error response with status 200': { status: 200, headers: json, body: filled },
    ...Object.fromEntries(
      [400, 403, 404, 422, 500, 503].map((status) => [`HTTP ${status}`, { status, headers: json, body }]),
    ),
    'HTTP 429': { status: 429, headers: { ...json, 'retry-after': '90' }, body },
    'A redirect': { status: 302, headers: { location }, body: '' },
    'JSON cut short': { status: 200, headers: json, body: `[{"text":"${secret}` },
    HTML: {
      status: 200,
      headers: { 'content-type': `text/html; title="${CANARY_NUMBER}"` },
      body: `<p>${secret}`,
    },
    'Another shape': { status: 200, headers: json, body: { [secret]: [secret] } },
    'A list of texts': { status: 200, headers: json, body: [secret] },
    'A reset': 'reset',
    Silence: 'silence',
  }
}

async function errorsOfBrokenItem(harness: Harness, secret: string): Promise<readonly ProvokedError[]> {
  const { call, items } = await harness.play('several-pages')
  const [exchange] = call.exchanges
  const raws = items.map(({ raw }) => raw)
  const located = locateItems(exchange?.response.body, raws)
  if (exchange === undefined || located === null) return []
  const broken = Object.fromEntries(
    Object.keys(located.items[0] ?? {}).map((field) => [field, { [secret]: [secret] }]),
  )
  const { response } = withItems(exchange, located, [broken])
  const { error } = await harness.serve(
    () => response,
    () => makeCall(harness.reader(), call),
  )
  return [{ what: 'An item whose fields are all broken', error }]
}

async function errorsOfArguments(harness: Harness, secret: string): Promise<readonly ProvokedError[]> {
  const read = (participant: string, options: object): Promise<unknown> =>
    thrownBy(() => harness.reader().messages(participant, options).toArray())
  const create = (options: object): Promise<unknown> => thrownBy(() => harness.reader(options))
  const credentials = Object.keys(harness.variables).map((option) => [option, `${secret}\n`])
  return [
    { what: 'A malformed participant', error: await read(secret, {}) },
    { what: 'A malformed cursor', error: await read(`+${CANARY_NUMBER}`, { cursor: secret }) },
    { what: 'A malformed option', error: await read(`+${CANARY_NUMBER}`, { order: secret }) },
    { what: 'An unknown option', error: await read(`+${CANARY_NUMBER}`, { [secret]: secret }) },
    { what: 'A malformed credential', error: await create(Object.fromEntries(credentials)) },
    { what: 'A malformed base URL', error: await create({ baseUrl: `https://provider.test/?${secret}` }) },
    { what: 'A malformed client option', error: await create({ userAgent: `${secret}\n` }) },
  ]
}

/** Everything that a program may show of an error. */
function everythingShownBy(error: SmsError): string {
  const causes: string[] = []
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    causes.push(cause.message, cause.stack ?? '', String(cause))
  }
  return [...causes, JSON.stringify(error), inspect(error, { depth: 9, showHidden: true })].join('\n')
}
