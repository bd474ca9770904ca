import { contactAt } from './contact.ts'
import { Conversation } from './conversation.ts'
import { hash } from './hash.ts'

/** The account whose conversations are read: the same one at each of the three providers. */
export interface Account {
  readonly seed: number
  /** The number we write from, E.164. */
  readonly phoneNumber: string
  readonly conversations: readonly Conversation[]
}

export function createAccount(seed: number, participants: number, messages: number): Account {
  // Reserved for fiction by the British regulator (Ofcom): +44 7700 900000 to +44 7700 900999.
  const phoneNumber = `+447700900${String(hash(seed) % 1000).padStart(3, '0')}`
  const conversations = Array.from(
    { length: participants },
    (_, index) => new Conversation(contactAt(index, seed), messages),
  )
  return { seed, phoneNumber, conversations }
}

/** @param digits a phone number as the providers write it, without the plus sign */
export function conversationWith({ conversations }: Account, digits: string): Conversation | undefined {
  return conversations.find(({ participant }) => participant === `+${digits}`)
}

export function withoutPlus(phoneNumber: string): string {
  return phoneNumber.replace('+', '')
}
