import { readFileSync } from 'node:fs'
import { measureReading } from './measure-reading.ts'
import type { MeasureEntrant } from './task.ts'

/** The most memory that the process has taken when a conversation is read to its end, in bytes. */
export const measurePeak: MeasureEntrant = async (read, task) => {
  await measureReading(read, task)
  return { value: peak() }
}

/** Linux reports the peak of the parent to a new process, except in this file (proc_pid_status(5)). */
function peak(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
}
