import type fc from 'fast-check'

// A few cases, always the same ones, on every change; `ARCHIVE_RUNS=5000` tries many new ones, and `ARCHIVE_SEED=…` with the
// seed of a failure repeats it.
const { ARCHIVE_RUNS, ARCHIVE_SEED = ARCHIVE_RUNS === undefined ? '1' : undefined } = process.env

/** How often a property is tried. It may take long if ARCHIVE_RUNS says how often. */
export const PROPERTY_TIMEOUT = 7_200_000

/** @param runs How many cases are tried on every change. */
export function propertyParameters(runs: number): Pick<fc.Parameters, 'numRuns' | 'endOnFailure' | 'seed'> {
  return {
    numRuns: Number(ARCHIVE_RUNS ?? runs),
    // A history is no simpler with another seed: shrinking would only take long.
    endOnFailure: true,
    ...(ARCHIVE_SEED === undefined ? {} : { seed: Number(ARCHIVE_SEED) }),
  }
}
