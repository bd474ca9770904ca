import { type Simulator, startSimulator } from '@sms/simulator'
import type { Account } from '../../program/factory.ts'
import type { Proof, Task } from '../../program/prove.ts'
import { type PublishedProvider, publishedProviders } from './providers.ts'

/** The task of every runtime, and the expected result. */
export interface Assignment extends AsyncDisposable {
  readonly task: Task
  /** The same task without credentials, which are in `environment`. */
  readonly taskWithoutCredentials: Task
  readonly environment: Readonly<Record<string, string>>
  readonly expected: readonly Proof[]
}

/** Starts two simulators with the same conversations. One of them never responds. */
export async function startAssignment(): Promise<Assignment> {
  await using started = new AsyncDisposableStack()
  const answering = started.use(await startSimulator())
  const silent = started.use(await startSimulator({ beforeAnswer: () => new Promise(() => {}) }))
  const [participant = ''] = answering.participants
  // One that the simulator does not know cannot be read.
  const providers = publishedProviders.filter(({ provider }) => provider in answering.providers)
  const running = started.move()
  return {
    task: taskFor(participant, providers, (provider, account) => ({
      answering: optionsOf(answering, provider, ['baseUrl', ...account]),
      silent: optionsOf(silent, provider, ['baseUrl', ...account]),
    })),
    taskWithoutCredentials: taskFor(participant, providers, (provider) => ({
      answering: optionsOf(answering, provider, ['baseUrl']),
      silent: optionsOf(silent, provider, ['baseUrl']),
    })),
    environment: Object.fromEntries(
      providers.flatMap(({ provider, account, variables }) =>
        Object.entries(optionsOf(answering, provider, account)).map(([option, value]) => [
          variables[option] ?? '',
          value,
        ]),
      ),
    ),
    expected: providers.map(({ provider }) => ({
      provider,
      texts: texts(answering, participant),
      aborted: "the signal's reason",
      refused: 'SmsError authentication',
    })),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

function taskFor(
  participant: string,
  providers: readonly PublishedProvider[],
  accounts: (
    provider: string,
    account: readonly string[],
  ) => { readonly answering: Account; readonly silent: Account },
): Task {
  return {
    participant,
    providers: providers.map(({ provider, account, secret }) => ({
      provider,
      secret,
      ...accounts(provider, account),
    })),
  }
}

/** These options of the simulated account. */
function optionsOf({ providers }: Simulator, provider: string, names: readonly string[]): Account {
  const account = Object.entries(providers).find(([name]) => name === provider)?.[1]
  return Object.fromEntries(names.map((name) => [name, String(Reflect.get(account ?? {}, name))]))
}

function texts(simulator: Simulator, participant: string): readonly string[] {
  const conversation = simulator.conversation(participant)
  return Array.from({ length: conversation.length }, (_, index) => conversation.at(index).text).toSorted()
}
