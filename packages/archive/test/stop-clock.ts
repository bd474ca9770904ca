import { afterEach, beforeEach, vi } from 'vitest'

/** Stops the clock at a time for each test of a file, so that only `wait` moves it. */
export function stopClock(now: number): void {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now }))
  afterEach(() => void vi.useRealTimers())
}

/** Moves a stopped clock forward. */
export function wait(time: number): void {
  vi.setSystemTime(Date.now() + time)
}
