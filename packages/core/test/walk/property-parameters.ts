interface PropertyParameters {
  readonly numRuns: number
  readonly seed?: number
}

// By default, the same few cases run each time. `WALK_RUNS=20000` runs many new cases. `WALK_SEED=…` with the seed of a
// failure repeats it.
const { WALK_RUNS, WALK_SEED = WALK_RUNS === undefined ? '1' : undefined } = process.env

export const PARAMETERS: PropertyParameters = {
  numRuns: Number(WALK_RUNS ?? 60),
  ...(WALK_SEED === undefined ? {} : { seed: Number(WALK_SEED) }),
}

export const TIMEOUT = 3_600_000
