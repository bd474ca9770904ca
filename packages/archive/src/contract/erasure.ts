/** Options of `erase`. */
export interface EraseOptions {
  /**
   * Whether later syncs leave the person's messages out. The archive remembers a digest of the address, from which the address
   * cannot be read. Default: true.
   */
  remember?: boolean | undefined
}

/** What was erased. */
export interface ErasureReport {
  /** How many messages were removed. */
  readonly messages: number
  /** How many conversations with the person were removed. */
  readonly conversations: number
  /** How many remaining messages show an address of the person in their text. They stay. */
  readonly mentions: number
}
