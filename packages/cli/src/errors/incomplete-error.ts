/** A command that ended before everything was done. */
export class IncompleteError extends Error {
  override readonly cause: unknown
  /** What happened to what was done, and how to resume. */
  readonly advice: string

  constructor(cause: unknown, advice: string) {
    super('Not everything was read.')
    this.cause = cause
    this.advice = advice
  }
}

/** Some participants failed. Each failure has been printed. */
export class ParticipantsFailedError extends Error {}
