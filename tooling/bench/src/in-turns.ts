/** One measurement. */
export interface Sample {
  /** In the unit of the case. */
  readonly value: number
  /** Milliseconds of processor time: other programs on the machine change it less than the time that passed. */
  readonly processor?: number
}

/** Measures the entrants one after another, again and again, so that what changes meanwhile changes for all of them. */
export async function inTurns<Entrant, Taken = Sample>(
  rounds: number,
  entrants: readonly Entrant[],
  measure: (entrant: Entrant) => Promise<Taken>,
): Promise<ReadonlyMap<Entrant, readonly Taken[]>> {
  const samples = new Map<Entrant, Taken[]>(entrants.map((entrant) => [entrant, []]))
  for (let round = 1; round <= rounds; round += 1) {
    for (const [entrant, taken] of samples) taken.push(await measure(entrant))
  }
  return samples
}
