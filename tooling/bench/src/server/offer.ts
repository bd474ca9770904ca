/** The provider whose messages a list has. */
export type BenchProvider = 'smstools' | 'conversations-rcs' | 'ip1' | 'twilio'

export const providerNames: readonly BenchProvider[] = ['smstools', 'conversations-rcs', 'ip1', 'twilio']

// https://www.twilio.com/docs/messaging/api/message-resource
const LONGEST_OF_TWILIO = 1000

/** The page size that is requested of a provider in place of the wanted one. */
export function longestPage(provider: BenchProvider, wanted: number): number {
  return provider === 'twilio' ? Math.min(wanted, LONGEST_OF_TWILIO) : wanted
}

/** A conversation that the server serves. */
export interface Offer {
  readonly provider: BenchProvider
  readonly messages: number
  /** Milliseconds before each response. */
  readonly latency: number
  /** Whether it is also served to clients that resume from an `id`, which not all providers have. */
  readonly withIds: boolean
}

/** Where the conversation is, and what is in it. */
export interface Offered {
  readonly origin: string
  readonly participant: string
  /** How many messages each of its lists has: Twilio has one for each direction. */
  readonly lengths: readonly number[]
  /** The length of all texts together, to check that a reader has read every message. */
  readonly characters: number
}
