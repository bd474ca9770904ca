import type { SimulatedConversation, Simulator } from '@sms/simulator'
import { vi } from 'vitest'
import { record, type Recording } from '../../../../packages/conformance/src/record/record.ts'
import type { Provider } from './providers.ts'

/** A number that the simulator gives to no participant. */
export const NOBODY = '+46701740699'

/** Texts that give themselves away wherever they turn up: numbers in every spelling, all reserved for fiction. */
export function addCanaries(conversation: SimulatedConversation): void {
  const texts = [
    'Ring me on +447700900311 or 00447700900312, or on 447700900313.',
    'Write to canary.person@example.com, or look at https://canary.example.com/447700900314?name=canary',
    'Längre text på svenska: åäö – «canary» ✓',
    'Price {10} [20] ~30 € for canary',
  ]
  for (const text of texts) conversation.add({ text })
}

/** Records what can be recorded of the first participant. Gives the bodies of all answers as well, as they came. */
export async function recordFrom(
  simulator: Simulator,
  provider: Provider,
  fixtures: string,
): Promise<{ readonly recording: Recording; readonly bodies: readonly unknown[] }> {
  const bodies: unknown[] = []
  const { fetch } = globalThis
  vi.stubGlobal('fetch', async (request: Request) => {
    const response = await fetch(request)
    bodies.push(await response.clone().json())
    return response
  })
  try {
    const options = {
      ...provider.upstream(simulator),
      subject: { ...provider.subject, fixtures },
      keep: provider.keep,
      participant: simulator.participants[0] ?? '',
      nobody: NOBODY,
      overwrite: false,
    }
    const recording = await record(options, () => undefined)
    return { recording, bodies }
  } finally {
    vi.unstubAllGlobals()
  }
}
