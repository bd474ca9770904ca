/** The reason why something is not recorded. Its message is one line that says what to do. */
export class RecordError extends Error {
  override readonly name: string = 'RecordError'
}

/** The account does not show a scenario, although nothing went wrong. */
export class NotShown extends RecordError {
  override readonly name = 'NotShown'
}
