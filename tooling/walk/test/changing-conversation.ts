import type { Message, MessagesOptions, Paginated } from '@sms/core'
import { type SimulatedMessage, startSimulator } from '@sms/simulator'
import type { WalkedProvider } from '../src/providers.ts'
import { type Step, applyChanges, pass } from './unrest.ts'

const CALM: Step = { wait: 0, hold: 0, arrivals: 0, deletions: [], isForgetful: false }

/** A conversation at a provider that changes while it is read, and whose answers overtake each other. */
export interface ChangingConversation extends AsyncDisposable {
  /** The messages that are there now, oldest first. */
  messages(): readonly SimulatedMessage[]
  /** A walk by a reader of its own, as in another process. */
  walk(options: MessagesOptions): Paginated<Message>
}

/** @param steps What happens around the first requests; after that nothing does. */
export async function startConversation(
  provider: WalkedProvider,
  length: number,
  steps: readonly Step[],
): Promise<ChangingConversation> {
  const simulator = await startSimulator({
    messages: length,
    participants: 1,
    async beforeAnswer({ number }) {
      const step = steps[number - 1] ?? CALM
      await pass(step.wait)
      applyChanges(conversation, step)
      if (step.isForgetful) simulator.twilioLists.forgetTokens()
    },
  })
  const [participant = ''] = simulator.participants
  const conversation = simulator.conversation(participant)
  let answers = 0

  const holdingFetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    const { hold } = steps[answers] ?? CALM
    answers += 1
    await pass(hold)
    return response
  }

  return {
    messages: () => Array.from({ length: conversation.length }, (_, index) => conversation.at(index)),
    walk: (options) => provider.connect(simulator, { fetch: holdingFetch }).messages(participant, options),
    [Symbol.asyncDispose]: () => simulator.close(),
  }
}
