import { setTimeout as pause } from 'node:timers/promises'

// A database that restarts is back by then. If not, the job is taken over from this worker.
const ATTEMPTS = 40
const PAUSE_MS = 250

/** Tries again until it succeeds: what has to be written may meet a database that restarts. */
export async function persist<Result>(action: () => Promise<Result>): Promise<Result> {
  for (let left = ATTEMPTS; ; left -= 1) {
    try {
      return await action()
    } catch (error) {
      if (left === 0) throw error
      await pause(PAUSE_MS)
    }
  }
}
