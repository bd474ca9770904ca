/** What whoever typed the command can put right. The message says how, in one line, and shows no credential. */
export class UsageError extends Error {
  override get name(): 'UsageError' {
    return 'UsageError'
  }
}
