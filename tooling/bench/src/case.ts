import type { BenchServer } from './server/spawn-server.ts'
import type { Measurement } from './measurement.ts'

/** What is there for every case. */
export interface Setting {
  readonly server: BenchServer
  readonly rounds: number
  /** Everything small, to see that it works: the times say nothing. */
  readonly isShort: boolean
  /** Tells what is being measured. */
  readonly report: (progress: string) => void
}

/** Something that is measured. */
export interface Case {
  readonly name: string
  run(setting: Setting): Promise<readonly Measurement[]>
}
