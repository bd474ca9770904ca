import type { Proof } from '../../program/prove.ts'
import type { Assignment } from './assignment.ts'

/** Milliseconds after which a runtime that still runs is ended. */
export const TIMEOUT = 120_000

export interface Runtime {
  readonly name: string
  /** The version that it reports, or null if it is not on this machine. */
  version(): Promise<string | null>
  /** Runs the compiled program of a folder. */
  prove(folder: string, assignment: Assignment): Promise<readonly Proof[]>
}
