import type { Offer, Offered } from './server/offer.ts'

/** What is to be read: plain data, so that it can cross from one process to another. */
export interface BenchList extends Offer, Offered {
  readonly pageSize: number
}

/** How many pages a list has. */
export function pageCount({ messages, pageSize }: BenchList): number {
  return Math.ceil(messages / pageSize)
}
