import { type Sample } from './in-turns.ts'
import { ratios } from './statistics.ts'
import type { BenchTarget } from './target.ts'

export type Unit = 'ms' | 'MiB' | 'kB' | 'messages'

/** What was measured of one entrant in one case. */
export interface Measurement {
  readonly case: string
  /** What it was measured with: whose messages were read. */
  readonly subject: string
  readonly entrant: string
  readonly unit: Unit
  /** One value for each round. */
  readonly values: readonly number[]
  /** Each value, and the processor time, divided by the baseline's of the same round. */
  readonly ratios: readonly number[] | null
  readonly processorRatios: readonly number[] | null
  readonly target: BenchTarget | null
}

/** An entrant of a case. */
export interface Entrant {
  readonly label: string
  readonly target?: BenchTarget
}

/** @param baseline The entrant that the others are put in a ratio to. */
export function toRows(
  { case: name, subject, unit }: Pick<Measurement, 'case' | 'subject' | 'unit'>,
  samples: ReadonlyMap<Entrant, readonly Sample[]>,
  baseline: Entrant | null,
): readonly Measurement[] {
  const base = baseline === null ? null : (samples.get(baseline) ?? [])
  return [...samples].map(([{ label, target = null }, taken]) => {
    const values = taken.map(({ value }) => value)
    return {
      case: name,
      subject,
      entrant: label,
      unit,
      values,
      ratios:
        base &&
        ratios(
          values,
          base.map(({ value }) => value),
        ),
      processorRatios: base && processorRatios(taken, base),
      target,
    }
  })
}

function processorRatios(samples: readonly Sample[], base: readonly Sample[]): readonly number[] | null {
  if (samples.some(({ processor }) => processor === undefined)) return null
  return ratios(samples.map(processorTime), base.map(processorTime))
}

function processorTime({ processor = Number.NaN }: Sample): number {
  return processor
}
