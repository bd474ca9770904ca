import { setImmediate } from 'node:timers/promises'
import { vi } from 'vitest'
import { ClauseFailure } from '../clause-failure.ts'

// Small beside the 30 s that an attempt may take, so that no answer on its way is taken for one that never comes.
const STEP = 100

const LONGEST_WAIT = 24 * 60 * 60 * 1000

/** When every check begins: some moment, the same in every run. */
const START = Date.UTC(2025, 5, 5, 8, 44, 46)

/**
 * Does some work on a clock of its own, which goes on whenever the work waits: a provider that is asked to wait a minute
 * takes no time to test.
 *
 * @throws {ClauseFailure} when a day has passed on that clock.
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

/** Lets everything happen that is about to, for some seconds of the clock. */
export async function settle(seconds = 20): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (Date.now() < end) await setImmediate()
}
