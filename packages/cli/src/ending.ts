import { constants } from 'node:os'
import { systemCode } from './system-code.ts'

// SIGHUP comes when the terminal is closed, or the connection to it.
const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const

type EndingSignal = (typeof SIGNALS)[number]

/** Why a command ends before it is done: a signal told the process to end. */
export class Interrupted extends Error {
  /** As a shell reports it: 128 and the number of the signal. */
  readonly exitCode: number

  constructor(signal: EndingSignal) {
    super('Interrupted.')
    this.exitCode = 128 + constants.signals[signal]
  }
}

/**
 * Ends what is going on when the process is told to end, or when nobody reads what it prints. A second Ctrl-C ends
 * the process at once.
 */
export function endingSignal(): AbortSignal {
  const controller = new AbortController()
  const interrupts = SIGNALS.map((name) => ({ name, interrupt: () => end(name) }))
  function end(signal: EndingSignal): void {
    for (const { name, interrupt } of interrupts) process.off(name, interrupt)
    controller.abort(new Interrupted(signal))
  }
  for (const { name, interrupt } of interrupts) process.on(name, interrupt)
  process.stdout.on('error', (error) => controller.abort(error))
  // Where stderr is closed there is nobody left to tell.
  process.stderr.on('error', () => {})
  return controller.signal
}

/** Whether the reader of a pipe went away, as `head` does when it has enough. */
export function isClosedPipe(error: unknown): boolean {
  return systemCode(error) === 'EPIPE'
}
