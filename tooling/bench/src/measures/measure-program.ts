import { readers } from '../readers/readers.ts'
import { measureReading } from './measure-reading.ts'
import { measures } from './measures.ts'
import type { MeasureTask } from './task.ts'

// Measures one entrant in a process of its own, so that none shares the memory or the compiled code of another, and prints
// the sample. Its one argument is a task of measure-alone.ts, which the compiler cannot see.
const task = JSON.parse(process.argv[2] ?? '') as MeasureTask
const read = await readers[task.reader]()
if (task.warmUp !== null) {
  await measureReading(read, { ...task, list: task.warmUp })
  // What is measured does not pay for the garbage of what is not.
  globalThis.gc?.()
}
process.stdout.write(JSON.stringify(await measures[task.measure](read, task)))
