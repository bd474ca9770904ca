import type { Account } from '../conversation/account.ts'
import type { ChangingConversation } from '../conversation/changing-conversation.ts'
import { choose } from '../generated/choices.ts'
import { hash } from '../generated/hash.ts'
import { nextState } from './next-state.ts'

/**
 * What can happen to a conversation before a request.
 *
 * - `arrival`: a message is added; an outbound one is queued
 * - `late-arrival`: a message appears in the middle, up to a day after its time
 * - `status`: an outbound message is sent, delivered or read, or it fails
 * - `disappearance`: a message is not listed any more
 * - `reappearance`: a message that disappeared is listed again
 */
export type ChangeName = 'arrival' | 'late-arrival' | 'status' | 'disappearance' | 'reappearance'

/** The share of the requests before which each change happens: from 0 to 1, and at most 1 in total. */
export type ChangeShares = { readonly [name in ChangeName]?: number }

/** @param chance From 0 to 2^32 - 1. */
type Change = (conversation: ChangingConversation, chance: number) => void

const HOUR = 3_600_000
/** Older messages keep their state, as they do at a provider. */
const RECENT = 50

const changes: Readonly<Record<ChangeName, Change>> = {
  arrival(conversation, chance) {
    if (chance % 2 === 0) conversation.add()
    else conversation.add({ direction: 'outbound', state: 'queued' })
  },
  'late-arrival'(conversation, chance) {
    const { length } = conversation
    const newest = length === 0 ? undefined : conversation.at(length - 1).time.getTime()
    if (newest === undefined) conversation.add()
    else conversation.add({ time: new Date(newest - (1 + (chance % 24)) * HOUR) })
  },
  status(conversation, chance) {
    const { length } = conversation
    for (let index = length - 1; index >= Math.max(0, length - RECENT); index--) {
      const { number, state } = conversation.at(index)
      const next = nextState(state, chance)
      if (next !== null) {
        conversation.setState(number, next)
        return
      }
    }
  },
  disappearance(conversation, chance) {
    if (conversation.length > 0) conversation.delete(chance % conversation.length)
  },
  reappearance(conversation) {
    const [number] = conversation.hidden
    if (number !== undefined) conversation.show(number)
  },
}

export const changeNames = Object.keys(changes) as readonly ChangeName[]

/** Changes one of the account's conversations. */
export function changeAccount({ conversations }: Account, name: ChangeName, chance: number): void {
  const [first, ...others] = conversations
  if (first === undefined) return
  changes[name](choose([first, ...others], chance), hash(chance))
}
