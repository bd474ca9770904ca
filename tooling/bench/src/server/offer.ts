/** The provider whose messages a list has. */
export type BenchProvider = 'smstools' | 'conversations-rcs' | 'ip1'

export const providerNames: readonly BenchProvider[] = ['smstools', 'conversations-rcs', 'ip1']

/** The list that the server serves from now on. */
export interface Offer {
  readonly provider: BenchProvider
  readonly messages: number
  /** Milliseconds before each response. */
  readonly latency: number
  /** Whether it is also served to clients that resume from an `id`, which not all providers have. */
  readonly withIds: boolean
}

/** Where the list is, and what is in it. */
export interface Offered {
  readonly origin: string
  readonly participant: string
  /** The length of all texts together, to check that a reader has read every message. */
  readonly characters: number
}
