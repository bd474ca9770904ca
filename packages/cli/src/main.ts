import { InterruptedError, interruptSignal } from './interrupt-signal.ts'
import { run } from './run.ts'

const signal = interruptSignal()
process.exitCode = await run({ args: process.argv.slice(2), signal })

// A shell stops its loop or script only if the signal itself ended the command. Windows has no such signals, and Linux
// ignores one that the first process of a container sends to itself: there, the exit code remains.
const reason: unknown = signal.reason
if (
  reason instanceof InterruptedError &&
  process.exitCode === reason.exitCode &&
  process.platform !== 'win32'
) {
  process.kill(process.pid, reason.signal)
}
