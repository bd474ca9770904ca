import { type MessageReader, SmsError } from '@sms/core'
import { factories } from './factories.js'
import type { Account } from './factory.js'

/** A provider to read from. */
export interface ProviderTask {
  readonly provider: string
  readonly answering: Account
  /** On a server that never responds. */
  readonly silent: Account
  /** The option that holds the key. */
  readonly secret: string
}

export interface Task {
  readonly participant: string
  readonly providers: readonly ProviderTask[]
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
export async function prove({ participant, providers }: Task): Promise<readonly Proof[]> {
  const proofs: Proof[] = []
  for (const { provider, answering, silent, secret } of providers) {
    const create = factories[provider]
    if (create === undefined) throw new Error(`${provider} is not installed.`)
    const refused = create({ ...answering, [secret]: 'wrong' })
    proofs.push(await proveOne(participant, create(answering), create(silent), refused))
  }
  return proofs
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
