/** Whose messages a list has. */
export type BenchProvider = 'smstools' | 'conversations-rcs' | 'ip1'

export const providerNames: readonly BenchProvider[] = ['smstools', 'conversations-rcs', 'ip1']

/** The list that the server shall serve from now on. */
export interface Offer {
  readonly provider: BenchProvider
  readonly messages: number
  /** Milliseconds before each answer. */
  readonly latency: number
  /** Whether it is also served to clients that go on from an `id`, which not all providers give. */
  readonly withIds: boolean
}

/** Where the list is, and what is in it. */
export interface Offered {
  readonly origin: string
  readonly participant: string
  /** The length of all texts together: whoever reads every message knows it. */
  readonly characters: number
}
