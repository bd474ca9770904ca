import { setTimeout as pause } from 'node:timers/promises'
import { mayPass, toQueueError } from './queue-error.ts'

// A database that restarts is back by then. If not, the job is taken over from this worker.
const ATTEMPTS = 40
const PAUSE_MS = 250

/**
 * Tries again while the database restarts: what has to be written may meet that.
 *
 * @throws {ArchiveError} if the database fails for another reason, or for too long.
 */
export async function persist<Result>(action: () => Promise<Result>): Promise<Result> {
  for (let left = ATTEMPTS; ; left -= 1) {
    try {
      return await action()
    } catch (error) {
      if (left === 0 || !mayPass(error)) throw toQueueError(error, 'the database of the queue')
      await pause(PAUSE_MS)
    }
  }
}
