import { InvalidArgumentError } from 'commander'

const SECONDS = { m: 60, h: 3600, d: 86_400 } as const

/**
 * Parses a time between two syncs, into seconds.
 *
 * @throws {InvalidArgumentError} for anything but a number of minutes, hours or days.
 */
export function parseEvery(text: string): number {
  const [, count = '', unit = ''] = /^([1-9]\d{0,3})([mhd])$/.exec(text) ?? []
  if (unit === 'm' || unit === 'h' || unit === 'd') return Number(count) * SECONDS[unit]
  throw new InvalidArgumentError('expected a number of minutes, hours or days, such as 15m, 6h or 2d.')
}
