import { setImmediate } from 'node:timers/promises'
import { vi } from 'vitest'
import { ClauseFailure } from '../clause-failure.ts'

// Much less than the 30 s that an attempt may take, so that a response in flight does not become a timeout.
const STEP = 100

const LONGEST_WAIT = 24 * 60 * 60 * 1000

/** The time at which every check begins. It is the same in every run. */
const START = Date.UTC(2025, 5, 5, 8, 44, 46)

/**
 * Runs some work on its own clock, which advances whenever the work waits. So a wait of a minute takes no time to test.
 *
 * @throws {ClauseFailure} If the work takes longer than a day on that clock.
 */
export async function onOwnClock<T>(work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: START })
  try {
    const progress = { isDone: false }
    const outcome = work().finally(() => {
      progress.isDone = true
    })
    outcome.catch(() => undefined)
    while (!progress.isDone) {
      await setImmediate()
      vi.advanceTimersByTime(STEP)
      if (Date.now() - START > LONGEST_WAIT)
        throw new ClauseFailure('The call has not ended after a day of waiting.')
    }
    return await outcome
  } finally {
    vi.useRealTimers()
  }
}

/** Waits for some seconds of the clock, so that everything that is due happens. */
export async function settle(seconds = 20): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (Date.now() < end) await setImmediate()
}
