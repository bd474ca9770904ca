import type { MessageReader, MessagesOptions } from '@sms/core'
import { ArchiveError } from '../archive-error.ts'
import type { Lease } from '../store/lease-store.ts'
import type { Store } from '../store/store.ts'
import type { AbsentMember } from '../store/vanishing-store.ts'
import { messageKey } from '../stored-key.ts'
import type { ListState, Loss } from './list-state.ts'
import { readReach } from './reach.ts'
import { patienceOf, type Strategy } from './strategy.ts'

/** Of so many messages, more than half do not vanish: it is probably another account. */
const MANY = 20

const ANY = { after: -Infinity, before: Infinity }
const EVERYWHERE = { ranks: ANY, positions: ANY, oldest: -Infinity, newerThan: Infinity, kept: null }

/** What is synced. */
export interface VanishingSettings {
  readonly store: Store
  readonly lease: Lease
  readonly reader: MessageReader
  readonly participant: string
  readonly options: MessagesOptions
  readonly strategy: Strategy
  /** When the sync began. */
  readonly startedAt: number
}

/** Finds the messages that have vanished from the provider's list, and refuses to believe that most have. */
export class Vanishing {
  readonly #settings: VanishingSettings
  /** How many messages were listed before the sync. */
  #listed = 0
  /** The number of the archive's last change before the sync. */
  #sequence = 0

  constructor(settings: VanishingSettings) {
    this.#settings = settings
  }

  /**
   * Looks at the list before anything of it is stored, if the sync may find that most messages have vanished.
   *
   * @throws {ArchiveError} `conflict` if they have.
   */
  async begin({ loss }: ListState): Promise<void> {
    const { store, lease } = this.#settings
    this.#listed = await store.countListedMessages(lease.conversation, null)
    this.#sequence = await store.lastChange()
    const due = (await this.#findAbsent()).filter((member) => this.#isDue(member))
    if (!(await this.#areMost(due, loss))) return
    if (await this.#areMost(await this.#withoutListed(due), loss)) throw conflict()
  }

  /** Whether messages may have vanished that no reading from the top of the list has missed a second time. */
  async isUnconfirmed(): Promise<boolean> {
    return (await this.#findAbsent()).some((member) => !member.isConfirmed && this.#isDue(member))
  }

  /**
   * Marks what has vanished, after a sync that has read all it had to.
   *
   * @returns How many messages were marked.
   * @throws {ArchiveError} `conflict` if most have.
   */
  async conclude(state: ListState): Promise<number> {
    const { store, lease } = this.#settings
    const absent = await this.#findAbsent()
    const confirmed = absent.filter(({ isConfirmed }) => isConfirmed)
    if (await this.#areMost(confirmed, state.loss)) throw conflict()
    const loss = await this.#lossAfter(absent, state.loss)
    if (confirmed.length === 0 && loss === state.loss) return 0
    return store.concludeSync(lease, {
      vanished: confirmed.map(({ messageId }) => messageId),
      vanishedAt: Date.now(),
      state: JSON.stringify({ ...state, loss }),
    })
  }

  /** The messages that may have vanished: within reach, and not shown by the last reading that passed them. */
  async #findAbsent(): Promise<readonly AbsentMember[]> {
    const { store, lease, strategy } = this.#settings
    const reach = await readReach(store, lease.conversation, strategy.oldEnd)
    if (reach !== null) return store.findAbsent(lease.conversation, reach)
    // Of what is left out, no time is known that shows how far the list reaches.
    if ((await store.countListed(lease.conversation, null, null)) > 0) return []
    const all = await store.findAbsent(lease.conversation, EVERYWHERE)
    // If nothing is listed, only the way in which messages went shows why: what a provider drops by age goes bit by bit.
    return new Set(all.map(({ absentSince }) => absentSince)).size > 1 ? [] : all
  }

  /** Whether a reading of this sync that does not show a message is long enough after the first one. */
  #isDue({ absentSince }: AbsentMember): boolean {
    const { strategy, startedAt } = this.#settings
    return absentSince <= startedAt - patienceOf(strategy)
  }

  /** Whether messages are more than half of what was listed when they were missed first, or of all that is stored. */
  async #areMost(messages: readonly AbsentMember[], loss: Loss | undefined): Promise<boolean> {
    if (loss !== undefined && loss.over === undefined && (await this.#isLost(loss, messages))) return true
    // What another account's list has brought may go with it.
    const own = messages.filter(({ firstSeen }) => !isBetween(firstSeen, loss?.from, loss?.over))
    if (own.length * 2 <= MANY) return false
    const { store, lease } = this.#settings
    return isMost(own.length, await store.countPresent(lease.conversation))
  }

  /** What a sync of another account stores is listed from then on. So what counts is what was listed before it. */
  async #lossAfter(absent: readonly AbsentMember[], loss: Loss | undefined): Promise<Loss | undefined> {
    const { startedAt } = this.#settings
    if (loss !== undefined && loss.over === undefined)
      return (await this.#isLost(loss, absent)) ? loss : { ...loss, over: startedAt }
    const found = { from: startedAt, to: Date.now(), sequence: this.#sequence }
    return isMost(missedIn(found, absent), this.#listed) ? found : loss
  }

  /** Whether most of what was listed before a loss, and was not removed from the archive since, is still missing. */
  async #isLost(loss: Loss, messages: readonly AbsentMember[]): Promise<boolean> {
    const { store, lease } = this.#settings
    return isMost(missedIn(loss, messages), await store.countListedMessages(lease.conversation, loss))
  }

  /** Reads the list, and leaves out the messages that it shows. */
  async #withoutListed(messages: readonly AbsentMember[]): Promise<readonly AbsentMember[]> {
    const { reader, participant, options } = this.#settings
    const left = Map.groupBy(messages, ({ key }) => key)
    for await (const message of reader.messages(participant, options)) left.get(messageKey(message))?.pop()
    return [...left.values()].flat()
  }
}

function isMost(count: number, all: number): boolean {
  return all >= MANY && count * 2 > all
}

/** How many of some messages were missed by a sync first. */
function missedIn({ from, to }: Loss, messages: readonly AbsentMember[]): number {
  return messages.filter(({ absentSince }) => isBetween(absentSince, from, to)).length
}

function isBetween(time: number, from = Infinity, to = -Infinity): boolean {
  return time >= from && time <= to
}

function conflict(): ArchiveError {
  const message =
    'Most of the stored messages are not in this list any more. It is probably the list of another account, so nothing was changed. Set `account` to sync another account. If the messages were deleted at the provider, keep what is stored, and sync what is left under another `account`.'
  return new ArchiveError('conflict', message)
}
