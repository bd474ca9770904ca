import { fileURLToPath } from 'node:url'
import { outputOf } from '@sms/config/run-program'
import type { Sample } from '../in-turns.ts'
import type { MeasureTask } from './task.ts'

const program = fileURLToPath(new URL('measure-program.ts', import.meta.url))

/** Measures an entrant in a process that nothing else has run in. */
export async function measureAlone(task: MeasureTask): Promise<Sample> {
  const words = ['--expose-gc', program, JSON.stringify(task)]
  // What comes is what measure-program.ts prints, which the compiler cannot see.
  return JSON.parse(await outputOf(process.execPath, words, { cwd: import.meta.dirname })) as Sample
}
