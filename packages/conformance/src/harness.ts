import {
  type Capabilities,
  type ClientOptions,
  type MessagesOptions,
  SmsError,
  type SmsErrorCode,
} from '@sms/core'
import { onOwnClock } from './clock.ts'
import { ClauseFailure, expectThat, expectSame } from './expectations.ts'
import type { Exchange, Fixture, RecordedCall } from './fixture.ts'
import { type CallOutcome, makeCall } from './make-call.ts'
import { type Fixtures, readFixtures } from './read-fixtures.ts'
import { BASE_URL } from './base-url.ts'
import { type Responder, asOneCheck, inPlaceOfProvider, replay, type Traffic } from './replay.ts'
import type { ScenarioName } from './scenario-name.ts'
import { credentialVariables, type ProviderUnderTest, type Reader } from './provider-under-test.ts'

/** What a check has at hand: a provider, its fixtures, and the provider's place to answer from. */
export class Harness {
  readonly fixtures: Fixtures
  /** Made-up values, told from everything else that a text may hold. */
  readonly credentials: Readonly<Record<string, string>>
  /** Environment variables by credential option. */
  readonly variables: Readonly<Record<string, string>>
  readonly #create: (options: object) => Reader

  constructor(subject: ProviderUnderTest) {
    this.fixtures = readFixtures(subject.fixtures)
    this.variables = credentialVariables(subject)
    this.credentials = Object.fromEntries(
      Object.keys(this.variables).map((option) => [option, `canary-${option}-4f9d2c`]),
    )
    this.#create = (options) => subject.create(options)
  }

  get capabilities(): Capabilities {
    return this.reader().capabilities
  }

  get provider(): string {
    return this.reader().provider
  }

  /** A reader with credentials of its own, pointed at the place that the kit answers from. */
  reader(options: ClientOptions = {}): Reader {
    return this.create({ ...this.credentials, baseUrl: BASE_URL, ...options })
  }

  /** The factory, given just these options. */
  create(options: object): Reader {
    return this.#create(options)
  }

  fixture(name: ScenarioName): Fixture {
    const fixture = this.fixtures.shown.get(name)
    if (fixture === undefined) throw new ClauseFailure(`There is no fixture ${name}.json.`)
    return fixture
  }

  /** One call of a fixture; by default the first. */
  call(name: ScenarioName, index = 0): RecordedCall {
    const call = this.fixture(name).calls[index]
    if (call === undefined) throw new ClauseFailure(`${name}.json has no call ${index + 1}.`)
    return call
  }

  /** Makes a call while its exchanges, or others in their stead, are replayed. Every one of them has to be used. */
  async play(call: RecordedCall, name: string, variation: Variation = {}): Promise<Played> {
    const { exchanges = call.exchanges, isWhole = true, client, changes } = variation
    const { answer, check } = replay(exchanges, name)
    const played = await this.serve(answer, (traffic) =>
      makeCall(this.reader(client), call, changes).then((outcome) => ({ ...outcome, ...traffic })),
    )
    check(isWhole)
    return played
  }

  /** Makes all calls of a fixture, each with a reader of its own, a resumed one from the cursor of the one before. */
  async playAll(name: ScenarioName): Promise<readonly Played[]> {
    const played: Played[] = []
    for (const [index, call] of this.fixture(name).calls.entries()) {
      const cursor = played.at(-1)?.pages.at(-1)?.cursor
      const changes = call.resume === true && typeof cursor === 'string' ? { cursor } : {}
      played.push(await this.play(call, `${name}.json, call ${index + 1}`, { changes }))
    }
    return played
  }

  /** Does some work while every request is answered as `answer` says. */
  serve<T>(answer: Responder, work: (traffic: Traffic) => Promise<T>): Promise<T> {
    return asOneCheck(() => onOwnClock(() => inPlaceOfProvider(answer, work)))
  }

  /**
   * The error that some work ends in before anything is requested.
   *
   * @throws {ClauseFailure} where it does not, or requests something.
   */
  async refusal(work: () => unknown, code: SmsErrorCode, what: string): Promise<SmsError> {
    const { error, requests, strays } = await this.serve(
      () => 'reset',
      async (traffic) => ({ error: await thrownBy(work), ...traffic }),
    )
    expectSame(requests.length + strays.length, 0, `${what}: nothing may be requested.`)
    return expectError(error, code, what)
  }
}

/** How a replay differs from its fixture. */
export interface Variation {
  readonly exchanges?: readonly Exchange[]
  /** Whether all exchanges have to be used. Default: yes. */
  readonly isWhole?: boolean
  readonly client?: ClientOptions
  readonly changes?: MessagesOptions
}

export interface Played extends CallOutcome, Traffic {}

/** What some work throws, or rejects with; undefined where it does neither. */
export async function thrownBy(work: () => unknown): Promise<unknown> {
  try {
    await work()
    return undefined
  } catch (error) {
    return error
  }
}

/** @throws {ClauseFailure} unless it is an `SmsError` of this code. */
export function expectError(error: unknown, code: SmsErrorCode, what: string): SmsError {
  if (SmsError.is(error, code)) return error
  const actual = SmsError.is(error) ? `${error.code}: ${error.message}` : (error ?? 'no error')
  throw new ClauseFailure(`${what}: an error was expected.`, { expected: `SmsError ${code}`, actual })
}

/** @throws {ClauseFailure} where a call failed. */
export function expectSuccess({ error }: CallOutcome, what: string): void {
  expectThat(error === undefined, `${what}: no error was expected.`, error)
}
