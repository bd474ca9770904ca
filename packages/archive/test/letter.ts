import type { Letter } from './book-provider.ts'

export const FRIEND = '+4915112345678'
export const HOUR = 3_600_000

/** A message from a friend, at an hour. */
export const letter = (hour: number, others: Partial<Letter> = {}): Letter => ({
  id: `m${hour}`,
  from: FRIEND,
  to: 'Acme',
  text: `text ${hour}`,
  time: hour * HOUR,
  ...others,
})
