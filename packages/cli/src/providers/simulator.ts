import type { Simulator } from '@sms/simulator'

// The seed that gives the first participant the number of the documentation's examples; a length at which the
// conversations end well.
const OPTIONS = { seed: 12, messages: 114 }

/** The simulator of `--simulate`: the same conversations every time, so that reading one can be resumed. */
export async function startCommandSimulator(): Promise<Simulator> {
  const { startSimulator } = await import('@sms/simulator')
  return startSimulator(OPTIONS)
}
