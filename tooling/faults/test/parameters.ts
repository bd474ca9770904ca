// A few cases, always the same ones, on every change; `FAULTS_RUNS=20000` makes a long search of new ones, and
// `FAULTS_SEED=…` with the seed of a failure repeats it.
const { FAULTS_RUNS, FAULTS_SEED = FAULTS_RUNS === undefined ? '1' : undefined } = process.env

/** How the property tests search: fast-check tells the seed of a failure. */
export const PARAMETERS: { readonly numRuns: number; readonly seed?: number } = {
  numRuns: Number(FAULTS_RUNS ?? 50),
  ...(FAULTS_SEED === undefined ? {} : { seed: Number(FAULTS_SEED) }),
}

/** For a long search, in milliseconds. */
export const TIMEOUT = 3_600_000
