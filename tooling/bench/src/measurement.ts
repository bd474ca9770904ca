import type { Sample } from './in-turns.ts'
import type { BenchTarget } from './target.ts'

export type Unit = 'ms' | 'MiB' | 'kB' | 'messages'

/** An entrant of a case. */
export interface Entrant {
  readonly label: string
  /** The entrant of the same case and subject that it is put in a ratio to. */
  readonly base?: string
  readonly target?: BenchTarget
}

/** What was measured of one entrant in one case. */
export interface Measurement {
  readonly case: string
  /** What it was measured with: whose messages were read. */
  readonly subject: string
  readonly entrant: string
  readonly unit: Unit
  /** One value for each round. */
  readonly values: readonly number[]
  /** Milliseconds of processor time in each round; null if it was not measured. */
  readonly processor: readonly number[] | null
  /** What was measured of the base in the same rounds. */
  readonly base: Base | null
  readonly target: BenchTarget | null
}

/** The entrant that another one is put in a ratio to. */
export interface Base extends Pick<Measurement, 'entrant' | 'values' | 'processor'> {}

/** @throws {Error} If an entrant names a base that is not measured. */
export function toRows(
  { case: name, subject, unit }: Pick<Measurement, 'case' | 'subject' | 'unit'>,
  samples: ReadonlyMap<Entrant, readonly Sample[]>,
): readonly Measurement[] {
  const entrants = [...samples.keys()]
  return entrants.map((entrant) => {
    const { base, target = null } = entrant
    const other = base === undefined ? null : entrants.find((one) => one.label === base)
    if (other === undefined) throw new Error(`${name}: ${base} is not measured.`)
    const measured = taken(entrant, samples)
    return { case: name, subject, unit, ...measured, base: other && taken(other, samples), target }
  })
}

function taken(entrant: Entrant, all: ReadonlyMap<Entrant, readonly Sample[]>): Base {
  const samples = all.get(entrant) ?? []
  const processor = samples.flatMap((sample) => sample.processor ?? [])
  return {
    entrant: entrant.label,
    values: samples.map(({ value }) => value),
    processor: processor.length === samples.length ? processor : null,
  }
}
