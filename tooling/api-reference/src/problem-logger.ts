import { Logger, LogLevel } from 'typedoc'

/** Keeps what TypeDoc warns of, for which it would print a line and go on. */
export class ProblemLogger extends Logger {
  readonly problems: string[] = []

  override log(message: string, level: LogLevel): void {
    if (level === LogLevel.Warn || level === LogLevel.Error) this.problems.push(message)
  }
}
