import { interruptSignal } from './interrupt-signal.ts'
import { run } from './run.ts'

process.exitCode = await run({ args: process.argv.slice(2), signal: interruptSignal() })
