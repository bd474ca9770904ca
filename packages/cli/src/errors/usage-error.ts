/** An error that the user can correct. The message says how, on one line, and shows no credential. */
export class UsageError extends Error {
  override get name(): 'UsageError' {
    return 'UsageError'
  }
}
