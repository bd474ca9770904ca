import type { Capabilities, ClientOptions, MessagesOptions, SmsError, SmsErrorCode } from '@sms/core'
import { ClauseFailure } from '../clause-failure.ts'
import { BASE_URL } from '../fixture/base-url.ts'
import type { Exchange, Fixture, RecordedCall } from '../fixture/fixture.ts'
import { type Fixtures, readFixtures } from '../fixture/read-fixtures.ts'
import type { ScenarioName } from '../fixture/scenario-name.ts'
import {
  credentialSets,
  credentialVariables,
  optionVariables,
} from '../provider-under-test/credential-variables.ts'
import { makeCall } from '../provider-under-test/make-call.ts'
import type { ProviderUnderTest, Reader } from '../provider-under-test/provider-under-test.ts'
import { inPlaceOfProvider } from '../replay/in-place-of-provider.ts'
import { Replay } from '../replay/replay.ts'
import type { Responder } from '../replay/responder.ts'
import type { Traffic } from '../replay/stand-in.ts'
import { onOwnClock } from './clock.ts'
import { expectError, expectSame } from './expectations.ts'
import type { PlayedCall } from './played-call.ts'
import { thrownBy } from './thrown-by.ts'

/** How the replay of a call differs from its fixture. */
export interface ReplayVariation {
  /** Completes the file name in the label of a failure: "with a broken item". */
  readonly what?: string
  readonly exchanges?: readonly Exchange[]
  /** Whether every exchange must be requested. Default: true. */
  readonly isWhole?: boolean
  readonly client?: ClientOptions
  readonly changes?: MessagesOptions
}

/** Lets a clause use the provider's fixtures and readers, and reply in the provider's place. */
export class Harness {
  readonly fixtures: Fixtures
  /** Made-up values that occur nowhere else, for each set of credentials that is enough. */
  readonly credentialSets: readonly Readonly<Record<string, string>>[]
  /** Environment variables by credential option. */
  readonly variables: Readonly<Record<string, string>>
  /** Environment variables by option that is no credential. */
  readonly optionVariables: Readonly<Record<string, string>>
  readonly #subject: ProviderUnderTest

  constructor(subject: ProviderUnderTest) {
    this.#subject = subject
    this.fixtures = readFixtures(subject.fixtures)
    this.variables = credentialVariables(subject)
    this.optionVariables = optionVariables(subject)
    this.credentialSets = credentialSets(subject).map((set) =>
      Object.fromEntries(set.map((option) => [option, `canary-${option}-4f9d2c`])),
    )
  }

  /** The credentials that readers have unless a clause passes others. */
  get credentials(): Readonly<Record<string, string>> {
    return this.credentialSets[0] ?? {}
  }

  get capabilities(): Capabilities {
    return this.reader().capabilities
  }

  get provider(): string {
    return this.reader().provider
  }

  /** Creates a reader with made-up credentials and the base URL of fixtures. */
  reader(options: ClientOptions = {}): Reader {
    return this.create({ ...this.credentials, baseUrl: BASE_URL, ...options })
  }

  /** Creates a reader with exactly these options, and those of the subject that are no credentials. */
  create(options: object): Reader {
    return this.#subject.create({ ...this.#subject.options, ...options })
  }

  fixture(name: ScenarioName): Fixture {
    const fixture = this.fixtures.shown.get(name)
    if (fixture === undefined) throw new ClauseFailure(`There is no fixture ${name}.json.`)
    return fixture
  }

  /** The first call of a fixture. */
  call(name: ScenarioName): RecordedCall {
    const [call] = this.fixture(name).calls
    if (call === undefined) throw new ClauseFailure(`${name}.json has no call.`)
    return call
  }

  /** Makes the first call of a fixture while its exchanges, or those of the variation, are replayed. */
  play(name: ScenarioName, variation: ReplayVariation = {}): Promise<PlayedCall> {
    const { what } = variation
    return this.playCall(this.call(name), `${name}.json${what === undefined ? '' : ` ${what}`}`, variation)
  }

  /** Makes every call of a fixture, each with its own reader. A resumed call gets the cursor of the call before it. */
  async playAll(name: ScenarioName): Promise<readonly PlayedCall[]> {
    const played: PlayedCall[] = []
    for (const [index, call] of this.fixture(name).calls.entries()) {
      const cursor = played.at(-1)?.pages.at(-1)?.cursor
      const changes = call.resume === true && typeof cursor === 'string' ? { cursor } : {}
      played.push(await this.playCall(call, `${name}.json, call ${index + 1}`, { changes }))
    }
    return played
  }

  /** Makes a call while its exchanges, or those of the variation, are replayed. */
  async playCall(call: RecordedCall, label: string, variation: ReplayVariation = {}): Promise<PlayedCall> {
    const { exchanges = call.exchanges, client, changes } = variation
    return this.replay(exchanges, label, variation.isWhole ?? true, async (traffic) => {
      const outcome = await makeCall(this.reader(client), call, changes)
      return { ...outcome, ...traffic(), call, label }
    })
  }

  /** Runs some work while exchanges are replayed. */
  async replay<T>(
    exchanges: readonly Exchange[],
    label: string,
    isWhole: boolean,
    work: (traffic: () => Traffic) => Promise<T>,
  ): Promise<T> {
    const replay = new Replay(exchanges, label)
    const result = await this.serve((request) => replay.respond(request), work)
    replay.check(isWhole)
    return result
  }

  /** Runs some work while the responder replies to every request. */
  serve<T>(responder: Responder, work: (traffic: () => Traffic) => Promise<T>): Promise<T> {
    return inPlaceOfProvider(responder, (traffic) => onOwnClock(() => work(traffic)))
  }

  /**
   * Returns the error that some work ends in before it requests anything.
   *
   * @throws {ClauseFailure} If the work requests something, or does not end in an error with this code.
   */
  async errorBeforeRequest(work: () => unknown, code: SmsErrorCode, what: string): Promise<SmsError> {
    const { error, requests, strays } = await this.serve(
      () => 'reset',
      async (traffic) => ({ error: await thrownBy(work), ...traffic() }),
    )
    expectSame(requests.length + strays.length, 0, `${what}: nothing may be requested.`)
    return expectError(error, code, what)
  }
}
