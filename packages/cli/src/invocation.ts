/** One command line. */
export interface Invocation {
  /** The words after `sms`. */
  readonly args: readonly string[]
  /** Ends the command. */
  readonly signal: AbortSignal
}
