import type { PersonRows } from '../store/erasure-store.ts'
import type { Store } from '../store/store.ts'
import { formsOfAddress, formsOfPerson } from './address-forms.ts'
import { otherAddresses } from './message-addresses.ts'

const BATCH = 1000

/**
 * Finds what a person's messages are found by: the person's own conversations, and the addresses of other conversations
 * that are the person's.
 */
export async function findPerson(store: Store, person: string): Promise<PersonRows> {
  const [own, ...national] = formsOfPerson(person)
  const forms = new Set([own, ...national])
  const conversations: number[] = []
  for (let after = 0; ;) {
    const rows = await store.readParticipants(after, BATCH)
    for (const { id, participant } of rows)
      if (formsOfAddress(participant).includes(own)) conversations.push(id)
    after = rows.at(-1)?.id ?? after
    if (rows.length < BATCH) break
  }
  const ofPerson = new Set(conversations)
  const routes: number[] = []
  for (let after = 0; ;) {
    const rows = await store.readRoutes(after, BATCH)
    for (const { id, conversation, participant, addresses } of rows) {
      if (ofPerson.has(conversation)) continue
      const [, ...both]: [string, string | null, string | null] = JSON.parse(addresses)
      const others = otherAddresses(participant, both).flatMap(formsOfAddress)
      if (others.some((form) => forms.has(form))) routes.push(id)
    }
    after = rows.at(-1)?.id ?? after
    if (rows.length < BATCH) break
  }
  return { conversations, routes }
}
