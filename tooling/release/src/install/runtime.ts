import type { Proof } from '../../program/prove.ts'
import type { Assignment } from './assignment.ts'

/** Milliseconds after which a runtime is ended that still runs. */
export const TIMEOUT = 120_000

export interface Runtime {
  readonly name: string
  /** What it says its version is, or null where it is not on this machine. */
  version(): Promise<string | null>
  /** Runs the program that is compiled in a folder. */
  prove(folder: string, assignment: Assignment): Promise<readonly Proof[]>
}
