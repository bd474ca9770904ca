/** What is not to be stored. */
export interface RulesStore {
  /** What is not to be stored. */
  readRules(): Promise<StoredRules>
  /** Whether one of these digests is remembered. */
  hasErased(digests: readonly string[]): Promise<boolean>
}

/** What is not to be stored. */
export interface StoredRules {
  /** Grows each time that the rules change, and that messages are removed. */
  readonly version: number
  /** What the digests of addresses are made with. */
  readonly salt: string
  /** Whether any person is remembered as erased. */
  readonly hasErased: boolean
  /** Messages from before are left out; null if none are. */
  readonly prunedBefore: number | null
}
