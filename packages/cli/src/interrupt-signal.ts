import { constants } from 'node:os'

// SIGHUP arrives when the terminal or the connection to it closes.
const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const

type InterruptName = (typeof SIGNALS)[number]

/** The reason why a command ends early: the process received a signal. */
export class InterruptedError extends Error {
  readonly signal: InterruptName

  constructor(signal: InterruptName) {
    super('Interrupted.')
    this.signal = signal
  }

  /** As a shell reports it: 128 and the number of the signal. */
  get exitCode(): number {
    return 128 + constants.signals[this.signal]
  }
}

/**
 * Aborts when the process receives a signal to end, or when the reader of its output closes the pipe. A second signal
 * ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController()
  const listeners = SIGNALS.map((name) => ({ name, interrupt: () => end(name) }))
  function end(signal: InterruptName): void {
    for (const { name, interrupt } of listeners) process.off(name, interrupt)
    controller.abort(new InterruptedError(signal))
  }
  for (const { name, interrupt } of listeners) process.on(name, interrupt)
  process.stdout.on('error', (error) => controller.abort(error))
  // If stderr is closed, no one reads the report.
  process.stderr.on('error', () => {})
  return controller.signal
}
