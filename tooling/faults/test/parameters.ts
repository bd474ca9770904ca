// `FAULTS_RUNS=20000` for a long search; `FAULTS_SEED=…` with the seed of a failure to see it again.
const { FAULTS_RUNS = '150', FAULTS_SEED } = process.env

/** How the property tests search: fast-check tells the seed of a failure. */
export const PARAMETERS: { readonly numRuns: number; readonly seed?: number } = {
  numRuns: Number(FAULTS_RUNS),
  ...(FAULTS_SEED === undefined ? {} : { seed: Number(FAULTS_SEED) }),
}

/** For a long search, in milliseconds. */
export const TIMEOUT = 3_600_000
