import type { Account } from '../../conversation/account.ts'
import { type LazyList, reversed } from '../../conversation/lazy-list.ts'
import { type Contact, uuid } from '../../generated/contact.ts'
import { hash } from '../../generated/hash.ts'
import type { SimulatedMessage } from '../../message.ts'

/** An entry of the conversation list. A contact may have several, with a part of the messages each. */
export interface Entry {
  readonly conversationId: string
  readonly contact: Contact
  readonly newestFirst: LazyList<SimulatedMessage>
}

/** The entries of all contacts. Those of one contact are in a row, the one with the newest messages first. */
export function entriesOf({ conversations, entries }: Account): readonly Entry[] {
  return conversations.flatMap((conversation) => {
    const { contact } = conversation
    return conversation
      .parts(entries)
      .toReversed()
      .map((messages, index) => ({
        conversationId: index === 0 ? contact.conversationId : uuid(hash(contact.seed, index)),
        contact,
        newestFirst: reversed(messages),
      }))
  })
}
