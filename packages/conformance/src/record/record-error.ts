/** Why something is not recorded: one line that says what to do. */
export class RecordError extends Error {
  override readonly name: string = 'RecordError'
}

/** Nothing went wrong, but the account does not show a scenario. */
export class NotShown extends RecordError {
  override readonly name = 'NotShown'
}
