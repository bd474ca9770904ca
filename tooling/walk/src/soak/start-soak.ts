import { setImmediate as turn } from 'node:timers/promises'
import { type MessageReader, SmsError } from '@sms/core'
import { type Lane, lanes } from './lanes.ts'
import { heapInUse, leftOpen, peakMemory } from './memory.ts'
import type { Counts } from './questions.ts'
import { spawnSimulator } from './spawn-simulator.ts'
import { Tally } from './tally.ts'
import { walk } from './walk.ts'

// Nine attempts, about one in twelve of which goes wrong: that all of them do happens once in billions of requests.
const RETRIES = 8

export interface SoakSettings {
  /** From 0 to 1, how much of the soak is over once so many walks have begun. At 1 no other begins. */
  readonly progress: (walks: number) => number
  /** The most milliseconds that the simulator takes to respond, unless slowness is the fault. */
  readonly longestWait: number
  /** Milliseconds after which an attempt times out. */
  readonly timeout: number
}

/** By the name of the lane. */
export type Tallies = Readonly<Record<string, Tally>>

/** A soak that is running. */
export interface Soak {
  readonly tallies: Tallies
  counts(): Promise<Counts>
  readonly finished: Promise<SoakReport>
}

export interface SoakReport {
  readonly tallies: Tallies
  readonly counts: Counts
  /** Bytes in use at the start, in the middle and at the end. */
  readonly heap: { readonly start: number; readonly middle: number; readonly end: number }
  readonly peakMemory: number
  /** Sockets and timers after the last walk, before the simulator ends. */
  readonly leftOpen: readonly string[]
}

/** Starts walks in all lanes at once, one after another in each. */
export async function startSoak({ progress, longestWait, timeout }: SoakSettings): Promise<Soak> {
  const simulator = await spawnSimulator(longestWait)
  const { address } = simulator
  const tallies: Record<string, Tally> = {}
  // One reader for all walks of a provider: they share its pauses and its budget for retries.
  const readers: Record<string, MessageReader> = {}
  const start = heapInUse()
  let middle = 0
  let begun = 0

  async function walkAlong(lane: Lane, index: number): Promise<void> {
    const { name, provider, newestFirst } = lane
    const reader = (readers[provider.name] ??= provider.connect(address, { timeout, retries: RETRIES }))
    const tally = (tallies[name] ??= new Tally())
    while (progress(begun) < 1) {
      if (middle === 0 && progress(begun) >= 0.5) middle = heapInUse()
      begun += 1
      await simulator.begin(index)
      try {
        const walked = await walk(reader, address.participants[index] ?? '', lane)
        tally.complete(walked, await simulator.end(index), newestFirst)
      } catch (error) {
        if (!SmsError.is(error)) throw error
        tally.fail(`${error.code}: ${error.message}`)
      }
    }
  }

  async function finish(): Promise<SoakReport> {
    await using _ = simulator
    await Promise.all(lanes.map(walkAlong))
    const counts = await simulator.counts()
    // A handle is gone in the turn after it was closed.
    await turn()
    await turn()
    const heap = { start, middle, end: heapInUse() }
    return { tallies, counts, heap, peakMemory: peakMemory(), leftOpen: leftOpen() }
  }

  return { tallies, counts: () => simulator.counts(), finished: finish() }
}
