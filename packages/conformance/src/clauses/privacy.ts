import { inspect } from 'node:util'
import { SmsError } from '@sms/core'
import { type Harness, thrownBy } from '../harness.ts'
import type { Clause } from '../clause.ts'
import { carries } from '../credentials.ts'
import { ClauseFailure, expectThat, expectSame } from '../expectations.ts'
import { locateItems, withItems } from '../located-items.ts'
import { makeCall } from '../make-call.ts'
import { FOREIGN_URL, type Reply, textOf } from '../replay.ts'
import type { ScenarioName } from '../scenario-name.ts'

const TEXT = 'canary text of a private message'

// A conversation read whole, cut short, refused.
const TOUR: readonly ScenarioName[] = ['several-pages', 'resumed', 'unauthorized']

// Reserved for fiction (PTS), and in no fixture's request.
const SOMEBODY = '46701740698'

export const privacyClauses: readonly Clause[] = [
  {
    id: 'PRIVACY-1',
    sentence:
      'No error shows a credential, a message text or a phone number, however deeply it is inspected.',
    needs: ['empty', 'several-pages', 'unauthorized'],
    async check(harness) {
      const secrets = [...Object.values(harness.credentials), TEXT, SOMEBODY]
      for (const [what, error] of await provoke(harness)) {
        // That there is an error is for other clauses to say.
        if (error === undefined) continue
        if (!SmsError.is(error)) throw new ClauseFailure(`${what}: no SmsError came.`, { actual: error })
        const shown = everythingShownBy(error)
        for (const secret of secrets) {
          expectThat(
            !shown.includes(secret),
            `${what}: the error shows ${what.includes('credential') ? 'a credential' : secret}.`,
          )
        }
      }
    },
  },
  {
    id: 'PRIVACY-2',
    sentence: 'Credentials travel in the headers of every request, and nowhere else.',
    needs: ['several-pages'],
    async check(harness) {
      const { requests } = await harness.play(harness.call('several-pages'), 'several-pages.json', {
        isWhole: false,
      })
      for (const [option, secret] of Object.entries(harness.credentials)) {
        for (const request of requests) {
          expectThat(
            carries(request, secret),
            `A request without the credential \`${option}\` in its headers.`,
            request.url,
          )
          expectThat(!request.url.includes(secret), `The credential \`${option}\` stands in a URL.`)
        }
      }
    },
  },
  {
    id: 'PRIVACY-3',
    sentence: 'Requests go nowhere but below `baseUrl`.',
    needs: TOUR,
    async check(harness) {
      for (const name of TOUR) {
        const call = harness.call(name)
        const strays = await harness.serve(
          (_, number) => call.exchanges[number]?.response ?? 'reset',
          (traffic) => makeCall(harness.reader(), call).then(() => traffic.strays),
        )
        expectSame(strays, [], `${name}.json: requests to anywhere else`)
      }
    },
  },
]

/** Errors of every kind, from answers full of what no error may show. */
async function provoke(harness: Harness): Promise<readonly (readonly [string, unknown])[]> {
  const credentials = Object.values(harness.credentials).join(' ')
  const secret = `${TEXT} ${SOMEBODY} +${SOMEBODY} ${credentials}`
  const body = { message: secret, error: secret, detail: secret, [secret]: secret }
  const json = { 'content-type': `application/json; charset=${SOMEBODY}` }
  const refusal = harness.call('unauthorized').exchanges[0]?.response.body
  const filled: unknown = JSON.parse(
    textOf(refusal).replaceAll(/:\s*"[^"]*"/g, () => `:${JSON.stringify(secret)}`),
  )
  const replies: readonly (readonly [string, Reply])[] = [
    ['A refusal', { status: 401, headers: json, body: filled }],
    ['A refusal with status 200', { status: 200, headers: json, body: filled }],
    ...[400, 403, 404, 422, 500, 503].map(
      (status) => [`HTTP ${status}`, { status, headers: json, body }] as const,
    ),
    ['HTTP 429', { status: 429, headers: { ...json, 'retry-after': '90' }, body }],
    [
      'A redirect',
      {
        status: 302,
        headers: { location: `${FOREIGN_URL}/?text=${encodeURIComponent(secret)}` },
        body: '',
      },
    ],
    ['JSON cut short', { status: 200, headers: json, body: `[{"text":"${secret}` }],
    [
      'HTML',
      { status: 200, headers: { 'content-type': `text/html; title="${SOMEBODY}"` }, body: `<p>${secret}` },
    ],
    ['Another shape', { status: 200, headers: json, body: { [secret]: [secret] } }],
    ['A list of texts', { status: 200, headers: json, body: [secret] }],
    ['A reset', 'reset'],
    ['Silence', 'silence'],
  ]
  const errors: (readonly [string, unknown])[] = []
  for (const [what, reply] of replies) {
    const call = { ...harness.call('empty'), participant: `+${SOMEBODY}` }
    const { error } = await harness.serve(
      () => reply,
      () => makeCall(harness.reader({ retries: 1 }), call),
    )
    errors.push([what, error])
  }
  return [...errors, ...(await brokenItems(harness, secret)), ...(await badInput(harness, secret))]
}

async function brokenItems(
  harness: Harness,
  value: string,
): Promise<readonly (readonly [string, unknown])[]> {
  const call = harness.call('several-pages')
  const { items } = await harness.play(call, 'several-pages.json')
  const [exchange] = call.exchanges
  const located = locateItems(
    exchange?.response.body,
    items.map(({ raw }) => raw),
  )
  if (exchange === undefined || located === null) return []
  const item = { ...located.items[0] }
  for (const field of Object.keys(item)) item[field] = { [value]: [value] }
  const { response } = withItems(exchange, located, [item])
  const { error } = await harness.serve(
    () => response,
    () => makeCall(harness.reader(), call),
  )
  return [['An item whose fields are all broken', error]]
}

async function badInput(harness: Harness, value: string): Promise<readonly (readonly [string, unknown])[]> {
  const reader = harness.reader()
  const read = (participant: string, options: object): (() => unknown) => {
    return () => reader.messages(participant, options).toArray()
  }
  const works: Readonly<Record<string, () => unknown>> = {
    'A bad participant': read(value, {}),
    'A bad cursor': read(`+${SOMEBODY}`, { cursor: value }),
    'A bad option': read(`+${SOMEBODY}`, { order: value }),
    'An unknown option': read(`+${SOMEBODY}`, { [value]: value }),
    'A bad credential': () =>
      harness.reader(
        Object.fromEntries(Object.keys(harness.variables).map((option) => [option, `${value}\n`])),
      ),
    'A bad base URL': () => harness.reader({ baseUrl: `https://provider.test/?${value}` }),
    'A bad client option': () => harness.reader({ userAgent: `${value}\n` }),
  }
  const errors: (readonly [string, unknown])[] = []
  for (const [what, work] of Object.entries(works)) errors.push([what, await thrownBy(work)])
  return errors
}

/** Everything that a program may show of an error. */
function everythingShownBy(error: SmsError): string {
  const causes: string[] = []
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    causes.push(cause.message, cause.stack ?? '', String(cause))
  }
  return [...causes, JSON.stringify(error), inspect(error, { depth: 9, showHidden: true })].join('\n')
}
