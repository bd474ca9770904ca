/** How one sync at a time has the right to write a conversation. */
export interface LeaseStore {
  /**
   * Takes the lease of a conversation if no one holds it, or if `isOver` says that its holder's lease is over.
   *
   * @returns Null if another holds it.
   */
  acquireLease(
    conversation: number,
    claim: LeaseClaim,
    isOver: (holder: LeaseHolder) => boolean,
  ): Promise<Lease | null>
  /** Makes a lease last longer. Does nothing if it is lost. */
  renewLease(lease: Lease, expires: number): Promise<void>
  /**
   * Lets others sync the conversation. Does nothing if the lease is lost, unless the conversation is to be complete.
   *
   * @param isComplete Whether the sync has ended, and everything that the provider lists is stored.
   * @throws {ArchiveError} `busy` if the conversation is to be complete, and the lease is lost; `erased` if it is not stored any
   * more.
   */
  releaseLease(lease: Lease, isComplete: boolean): Promise<void>
}

/** The owner that asks for a lease, and when the lease ends. */
export interface LeaseClaim {
  readonly owner: string
  readonly expires: number
}

/** Who holds a lease, and until when. */
export interface LeaseHolder {
  readonly owner: string
  readonly expires: number
}

/** The right to write one conversation. */
export interface Lease {
  readonly conversation: number
  readonly owner: string
  /** Grows each time that the lease is taken, so that a writer who has lost it notices. */
  readonly version: number
}
