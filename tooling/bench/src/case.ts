import type { Measurement } from './measurement.ts'
import type { BenchServer } from './server/spawn-server.ts'

/** What is there for every case. */
export interface Setting {
  readonly server: BenchServer
  readonly rounds: number
  /** Everything small, to see that it works: the times say nothing. */
  readonly isShort: boolean
  /** Reports what is being measured. */
  readonly report: (progress: string) => void
}

/** Something that is measured. */
export interface Case {
  readonly name: string
  /** What is measured, and how, in sentences. */
  readonly about: string
  /** How often each entrant is measured, if the caller does not say. */
  readonly rounds: number
  run(setting: Setting): Promise<readonly Measurement[]>
}
