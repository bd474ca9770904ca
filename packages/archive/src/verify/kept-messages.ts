import type { Message } from '@sms/core'
import type { Exclusions } from '../erase/exclusions.ts'
import { leftOutKey } from '../store/left-out-key.ts'
import type { Store } from '../store/store.ts'
import { messageKey } from '../stored-key.ts'

/** Whose list is compared with what is stored. */
export interface ComparedConversation {
  readonly store: Store
  readonly exclusions: Exclusions
  readonly participant: string
  /** Null if nothing is stored of it. */
  readonly conversation: number | null
}

/** Selects from a list the messages that the archive does not leave out, because of an erasure or of pruning. */
export class KeptMessages {
  /** Those of the last page that are too old. */
  old: ReadonlySet<Message> = new Set()
  readonly #compared: ComparedConversation
  /** How many messages with each `leftOutKey` were pruned, and have not been listed so far. */
  readonly #pruned = new Map<string, number>()

  constructor(compared: ComparedConversation) {
    this.#compared = compared
  }

  /**
   * The kept messages of the next page.
   *
   * @throws {ArchiveError} Rejects with `erased` if the participant was erased.
   */
  async of(messages: readonly Message[]): Promise<readonly Message[]> {
    const { store, exclusions, participant, conversation } = this.#compared
    const rules = await store.readRules()
    const leftOut = await exclusions.leftOut({ participant, conversation }, messages, rules)
    this.old = leftOut.old
    const kept = messages.filter((message) => !leftOut.messages.has(message))
    if (rules.prunedBefore === null || conversation === null) return kept
    // Only its key shows that a message without a time was pruned.
    const untimed = kept.filter(({ timestamp }) => timestamp === null)
    await this.#count(conversation, new Set(untimed.map((message) => this.#keyOf(message))))
    return kept.filter((message) => message.timestamp !== null || !this.#isPruned(this.#keyOf(message)))
  }

  async #count(conversation: number, keys: ReadonlySet<string>): Promise<void> {
    const unknown = [...keys].filter((key) => !this.#pruned.has(key))
    for (const key of unknown) this.#pruned.set(key, 0)
    const found = await this.#compared.store.findLeftOut(conversation, unknown)
    for (const { key } of found) this.#pruned.set(key, (this.#pruned.get(key) ?? 0) + 1)
  }

  #isPruned(key: string): boolean {
    const left = this.#pruned.get(key) ?? 0
    this.#pruned.set(key, Math.max(0, left - 1))
    return left > 0
  }

  #keyOf(message: Message): string {
    return leftOutKey(this.#compared.store.id, messageKey(message))
  }
}
