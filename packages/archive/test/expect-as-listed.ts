import type { Archive } from '@sms/archive'
import type { Simulator } from '@sms/simulator'
import { expect } from 'vitest'
import type { SimulatedProvider } from './simulated-providers.ts'

/** A conversation in an archive, and where it comes from. */
export interface Copy {
  readonly archive: Archive
  readonly simulator: Simulator
  readonly participant: string
}

/** The archive has the messages that the API lists, each once and as it is listed, and no others. */
export async function expectAsListed(
  { archive, simulator, participant }: Copy,
  { list }: SimulatedProvider,
): Promise<void> {
  const stored = await storedTexts(archive, participant)
  const listed = (await list(simulator, participant)).map(shown)
  expect(stored.toSorted()).toEqual(listed.toSorted())
}

/** The same, and in the order of their times. Messages without a time are in the order of the list, for each sync. */
export async function expectInOrder(copy: Copy, provider: SimulatedProvider): Promise<void> {
  const { archive, simulator, participant } = copy
  if (!provider.create(simulator).capabilities.timestamps) return expectAsListed(copy, provider)
  const listed = (await provider.list(simulator, participant)).map(shown)
  expect(await storedTexts(archive, participant)).toEqual(listed)
}

async function storedTexts(archive: Archive, participant: string): Promise<readonly string[]> {
  const stored = await archive.messages({ participant }).toArray()
  expect(new Set(stored.map(({ key }) => key)).size).toBe(stored.length)
  return stored.map(({ raw }) => shown(raw))
}

/**
 * What a message says, as text. ip1 has several codes for a status, of which the first digit is the class: a message that
 * says nothing new is not written again.
 */
function shown(raw: unknown): string {
  return JSON.stringify(raw, (name, value) => {
    if (name === 'code') return Math.floor(Number(value) / 100)
    return value
  })
}
