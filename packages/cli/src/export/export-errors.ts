/** Reading ended early: why, and what became of what had been read. */
export class IncompleteExportError extends Error {
  override readonly cause: unknown
  /** What is kept and how to resume. */
  readonly advice: string

  constructor(cause: unknown, advice: string) {
    super('Not everything was read.')
    this.cause = cause
    this.advice = advice
  }
}

/** Some participants were read and others not; which ones has been told. */
export class ParticipantsFailedError extends Error {}
