import { readFileSync } from 'node:fs'
import { readers } from '../readers/readers.ts'
import { ReadingTally } from '../tally.ts'
import type { MemoryTask } from './memory.ts'

// Reads a list in a process of its own and prints how much memory the process took at most, in bytes.
// What comes is a task of memory.ts, which the compiler cannot see.
const { reader, label, concurrency, list } = JSON.parse(process.argv[2] ?? '') as MemoryTask
const read = await readers[reader]()
const tally = new ReadingTally()
await read(
  list,
  (text) => {
    tally.count(text)
    return undefined
  },
  concurrency,
)
tally.check(label, list)
process.stdout.write(String(peak()))

/** Linux reports the peak of the parent to a new process, except in this file (proc_pid_status(5)). */
function peak(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
}
