import type { Simulator } from '@sms/simulator'

// With this seed, the first participant has the number of the documentation's examples. With this length, the
// conversations have an end.
const OPTIONS = { seed: 12, messages: 114 }

/** The simulator of `--simulate`. Its conversations are always the same, so that an export of them can be resumed. */
export async function startCommandSimulator(): Promise<Simulator> {
  const { startSimulator } = await import('@sms/simulator')
  return startSimulator(OPTIONS)
}
