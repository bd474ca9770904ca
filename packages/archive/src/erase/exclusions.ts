import type { Message } from '@sms/core'
import { ArchiveError } from '../archive-error.ts'
import type { StoredRules } from '../store/rules-store.ts'
import type { Store } from '../store/store.ts'
import { messageKey } from '../stored-key.ts'
import { AddressDigests } from './address-digests.ts'
import { formsOfAddress, formsOfPerson } from './address-forms.ts'
import { otherAddresses } from './message-addresses.ts'

/** Which messages of a page are not to be stored. */
export interface LeftOut {
  /** The version of the rules that were followed. */
  readonly version: number
  readonly messages: ReadonlySet<Message>
  /** Those of them that are too old. */
  readonly old: ReadonlySet<Message>
  /** Messages that are older are left out; null if none are. */
  readonly prunedBefore: number | null
}

/** What an archive does not store: messages of people who were erased, and messages from before it was pruned. */
export class Exclusions {
  readonly #store: Store
  readonly #digests = new AddressDigests()
  constructor(store: Store) {
    this.#store = store
  }

  /** The digests that a person is remembered by; the first one is that of the address itself. */
  async digestsOf(person: string): Promise<readonly [string, ...string[]]> {
    const { salt } = await this.#store.readRules()
    const [own, ...others] = formsOfPerson(person)
    const digests = others.map((form) => this.#digests.digest(form, salt))
    return [await this.#digests.digest(own, salt), ...(await Promise.all(digests))]
  }

  /** Whether a participant was erased, and is remembered. */
  async isErased(participant: string): Promise<boolean> {
    const rules = await this.#store.readRules()
    return this.#isErasedParticipant(participant, rules)
  }

  /** Those of some participants that were not erased, or are not remembered. */
  async withoutErased(participants: readonly string[]): Promise<readonly string[]> {
    const rules = await this.#store.readRules()
    const isErased = await Promise.all(participants.map((one) => this.#isErasedParticipant(one, rules)))
    return participants.filter((_, at) => !isErased[at])
  }

  /** Forgets that a participant was erased. */
  async forget(participant: string): Promise<void> {
    const { salt, hasErased } = await this.#store.readRules()
    if (!hasErased) return
    await this.#store.forgetErasure(await this.#digests.digest(formsOfPerson(participant)[0], salt))
  }

  /**
   * Decides which messages of a participant's conversation are left out. A stored message is not, if the provider has moved
   * its time back meanwhile: the next `prune` removes it.
   *
   * @param conversation Null if nothing is stored of it.
   * @param rules As they were read. Storing a page shows whether they have changed.
   * @throws {ArchiveError} Rejects with `erased` if the participant was erased.
   */
  async leftOut(
    { participant, conversation }: { readonly participant: string; readonly conversation: number | null },
    messages: readonly Message[],
    rules: StoredRules,
  ): Promise<LeftOut> {
    if (await this.#isErasedParticipant(participant, rules)) throw erased()
    const { version, prunedBefore } = rules
    const old = await this.#findOld(conversation, messages, prunedBefore)
    if (!rules.hasErased) return { version, messages: old, old, prunedBefore }
    const found = new Set<Message>()
    const known = new Map<string, boolean>()
    for (const message of messages) {
      const { from, to } = message
      if (old.has(message)) found.add(message)
      else {
        const addresses = [from, to]
        const name = JSON.stringify(addresses)
        const isErased =
          known.get(name) ??
          (await this.#isErased(otherAddresses(participant, addresses).flatMap(formsOfAddress), rules))
        known.set(name, isErased)
        if (isErased) found.add(message)
      }
    }
    return { version, messages: found, old, prunedBefore }
  }

  /** The messages that are too old, without those that are stored under their ids. */
  async #findOld(
    conversation: number | null,
    messages: readonly Message[],
    prunedBefore: number | null,
  ): Promise<ReadonlySet<Message>> {
    if (prunedBefore === null) return new Set()
    const old = messages.filter(({ timestamp }) => timestamp !== null && timestamp.getTime() < prunedBefore)
    if (conversation === null || old.length === 0) return new Set(old)
    const keys = old.filter(({ id }) => id !== null).map(messageKey)
    const members = await this.#store.findMembers(conversation, keys)
    const stored = new Set(members.filter(({ hasId }) => hasId).map(({ key }) => key))
    return new Set(old.filter((message) => !stored.has(messageKey(message))))
  }

  async #isErasedParticipant(participant: string, rules: StoredRules): Promise<boolean> {
    return rules.hasErased && this.#isErased([formsOfPerson(participant)[0]], rules)
  }

  async #isErased(forms: readonly string[], { salt }: StoredRules): Promise<boolean> {
    const digests = await Promise.all([...new Set(forms)].map((form) => this.#digests.digest(form, salt)))
    return digests.length > 0 && this.#store.hasErased(digests)
  }
}

/** The error of a sync whose participant was erased. */
export function erased(): ArchiveError {
  const message =
    'This participant was erased from the archive, and nothing of them is stored; sync with `restoreErased` to store their messages again.'
  return new ArchiveError('erased', message)
}
