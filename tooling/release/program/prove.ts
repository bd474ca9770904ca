import { type ConversationsRcsOptions, createConversationsRcs } from '@sms/conversations-rcs'
import { createIp1, type Ip1Options, type MessageReader, SmsError } from '@sms/ip1'
import { createSmstools, type SmstoolsOptions } from '@sms/smstools'

/** The options for the factories of the three providers. */
export interface Accounts {
  readonly smstools: SmstoolsOptions
  readonly conversationsRcs: ConversationsRcsOptions
  readonly ip1: Ip1Options
}

export interface Task {
  readonly participant: string
  readonly answering: Accounts
  /** On a server that never responds. */
  readonly silent: Accounts
}

/** The result of a runtime for one provider. */
export interface Proof {
  readonly provider: string
  /** Of every message with the participant, sorted. */
  readonly texts: readonly string[]
  /** How a walk ended when its signal aborted while it waited for a response. */
  readonly aborted: string
  /** How a walk with a wrong key ended. */
  readonly refused: string
}

/** Reads a conversation from every provider, aborts a walk, and starts one with a wrong key. */
export async function prove({ participant, answering, silent }: Task): Promise<readonly Proof[]> {
  const { smstools, conversationsRcs, ip1 } = answering
  return [
    await proveOne(
      participant,
      createSmstools(smstools),
      createSmstools(silent.smstools),
      createSmstools({ ...smstools, clientSecret: 'wrong' }),
    ),
    await proveOne(
      participant,
      createConversationsRcs(conversationsRcs),
      createConversationsRcs(silent.conversationsRcs),
      createConversationsRcs({ ...conversationsRcs, apiKey: 'wrong' }),
    ),
    await proveOne(
      participant,
      createIp1(ip1),
      createIp1(silent.ip1),
      createIp1({ ...ip1, apiKey: 'wrong' }),
    ),
  ]
}

async function proveOne(
  participant: string,
  reader: MessageReader,
  silent: MessageReader,
  refused: MessageReader,
): Promise<Proof> {
  const texts: string[] = []
  for await (const { text } of reader.messages(participant)) texts.push(text)
  return {
    provider: reader.provider,
    texts: texts.toSorted(),
    aborted: await endOfAborted(silent, participant),
    refused: await endOfRefused(refused, participant),
  }
}

async function endOfAborted(reader: MessageReader, participant: string): Promise<string> {
  const signal = AbortSignal.timeout(100)
  try {
    await reader.messages(participant, { signal }).toArray()
    return 'no error'
  } catch (error) {
    return error === signal.reason ? "the signal's reason" : String(error)
  }
}

async function endOfRefused(reader: MessageReader, participant: string): Promise<string> {
  try {
    await reader.messages(participant).toArray()
    return 'no error'
  } catch (error) {
    return error instanceof SmsError ? `SmsError ${error.code}` : String(error)
  }
}
