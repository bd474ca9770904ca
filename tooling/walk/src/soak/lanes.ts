import type { MessagesOptions } from '@sms/core'
import { type WalkedProvider, walkedProvider } from '../providers.ts'
import { byObjectId, byOctopushId, byTime, type Mark } from '../marks.ts'

/** Walks, one after another, over a conversation of their own, which changes in the ways that the provider's walk allows. */
export interface Lane {
  readonly name: string
  readonly provider: WalkedProvider
  readonly options: MessagesOptions
  readonly mark: Mark
  readonly newestFirst: boolean
  readonly arrivals: boolean
  readonly deletions: boolean
}

const SMSTOOLS = { provider: walkedProvider('smstools'), options: {}, mark: byTime, newestFirst: true }
const RCS = {
  provider: walkedProvider('conversations-rcs'),
  options: {},
  mark: byOctopushId,
  newestFirst: true,
}
const TWILIO = { provider: walkedProvider('twilio'), options: {}, mark: byTime, newestFirst: true }
const IP1 = { provider: walkedProvider('ip1'), mark: byObjectId, arrivals: true, deletions: true }

// What a walk promises is a decision: it is stated here and in the provider's README.
const KINDS: readonly Lane[] = [
  { ...SMSTOOLS, name: 'smstools under arrivals', arrivals: true, deletions: false },
  { ...SMSTOOLS, name: 'smstools under deletions', arrivals: false, deletions: true },
  { ...RCS, name: 'conversations-rcs under arrivals', arrivals: true, deletions: false },
  { ...TWILIO, name: 'twilio under both', arrivals: true, deletions: true },
  { ...IP1, name: 'ip1, oldest first, under both', options: { order: 'oldest-first' }, newestFirst: false },
  { ...IP1, name: 'ip1, newest first, under both', options: { order: 'newest-first' }, newestFirst: true },
]

/** Two of a kind, so that walks of the same kind share a reader. The simulator has a participant for each. */
export const lanes: readonly Lane[] = [...KINDS, ...KINDS]
