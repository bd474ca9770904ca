import { contactAt } from '../generated/contact.ts'
import { ChangingConversation } from './changing-conversation.ts'
import { hash } from '../generated/hash.ts'

/** The account whose conversations are read. Every provider shows the same one. */
export interface Account {
  readonly seed: number
  /** The number that the account writes from, in E.164. */
  readonly phoneNumber: string
  readonly conversations: readonly ChangingConversation[]
  /** The number of entries that each conversation has in a conversation list. */
  readonly entries: number
  /** How many messages more the totals count than the lists have. */
  readonly excess: number
}

/** What an account follows from. */
export interface AccountSettings extends Pick<Account, 'seed' | 'entries' | 'excess'> {
  readonly participants: number
  readonly messages: number
}

export function createAccount({ seed, participants, messages, entries, excess }: AccountSettings): Account {
  // Ofcom, the British regulator, reserves +44 7700 900000 to +44 7700 900999 for fiction.
  const phoneNumber = `+447700900${String(hash(seed) % 1000).padStart(3, '0')}`
  const conversations = Array.from(
    { length: participants },
    (_, index) => new ChangingConversation(contactAt(index, seed), messages),
  )
  return { seed, phoneNumber, conversations, entries, excess }
}

/** @param digits A phone number without its plus sign, as the providers write it. */
export function conversationWith(
  { conversations }: Account,
  digits: string,
): ChangingConversation | undefined {
  return conversations.find(({ participant }) => participant === `+${digits}`)
}

export function withoutPlus(phoneNumber: string): string {
  return phoneNumber.replace('+', '')
}
