import { setImmediate } from 'node:timers/promises'

/** Lets everything happen that waits for nothing but its turn, unhandled rejections included. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await setImmediate()
}
