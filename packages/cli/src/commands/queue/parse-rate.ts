import { InvalidArgumentError } from 'commander'

/** @throws {InvalidArgumentError} for anything but a number, 0.1 or more. */
export function parseRate(text: string): number {
  if (/^\d{1,6}(?:\.\d{1,6})?$/.test(text) && Number(text) >= 0.1) return Number(text)
  throw new InvalidArgumentError('expected a number, 0.1 or more.')
}
