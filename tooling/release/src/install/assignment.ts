import { type Simulator, startSimulator } from '@sms/simulator'
import type { Accounts, Proof, Task } from '../../program/prove.ts'

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
  const { smstools, conversationsRcs, ip1 } = answering
  const running = started.move()
  return {
    task: { participant, answering: accounts(answering), silent: accounts(silent) },
    taskWithoutCredentials: {
      participant,
      answering: addresses(answering),
      silent: addresses(silent),
    },
    environment: {
      SMSTOOLS_CLIENT_ID: smstools.clientId,
      SMSTOOLS_CLIENT_SECRET: smstools.clientSecret,
      OCTOPUSH_API_LOGIN: conversationsRcs.apiLogin,
      OCTOPUSH_API_KEY: conversationsRcs.apiKey,
      IP1_API_KEY: ip1.apiKey,
    },
    expected: ['smstools', 'conversations-rcs', 'ip1'].map((provider) => ({
      provider,
      texts: texts(answering, participant),
      aborted: "the signal's reason",
      refused: 'SmsError authentication',
    })),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

function accounts({ smstools, conversationsRcs, ip1 }: Simulator): Accounts {
  return { smstools, conversationsRcs, ip1 }
}

function addresses({ smstools, conversationsRcs, ip1 }: Simulator): Accounts {
  return {
    smstools: { baseUrl: smstools.baseUrl },
    conversationsRcs: { baseUrl: conversationsRcs.baseUrl },
    ip1: { baseUrl: ip1.baseUrl },
  }
}

function texts(simulator: Simulator, participant: string): readonly string[] {
  const conversation = simulator.conversation(participant)
  return Array.from({ length: conversation.length }, (_, index) => conversation.at(index).text).toSorted()
}
