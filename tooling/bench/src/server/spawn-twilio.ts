import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Simulator } from '@sms/simulator'

const program = fileURLToPath(new URL('twilio-process.ts', import.meta.url))

/** What is served, and the account that reads it. */
export interface TwilioConversation extends Pick<Simulator, 'twilio'> {
  readonly participant: string
  readonly messages: number
  /** The length of all texts together, to check that a reader has read every message. */
  readonly characters: number
}

/** A simulated Twilio in a process of its own. */
export interface TwilioServer extends TwilioConversation, AsyncDisposable {}

export async function spawnTwilio(messages: number, latency: number): Promise<TwilioServer> {
  const child = fork(program, [JSON.stringify({ messages, latency })], { execArgv: [] })
  const exit = once(child, 'exit')
  const [simulated] = await once(child, 'message')
  return {
    // What comes is what twilio-process.ts sends, which the compiler cannot see.
    ...(simulated as TwilioConversation),
    async [Symbol.asyncDispose]() {
      child.disconnect()
      await exit
    },
  }
}
