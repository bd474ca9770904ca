import type { Offer, Offered } from './server/offer.ts'

/** What is to be read: plain data, so that it can cross from one process to another. */
export interface BenchList extends Offer, Offered {
  readonly pageSize: number
}

/** How many pages the lists of a conversation have together. */
export function pageCount({ lengths, pageSize }: BenchList): number {
  return lengths.reduce((sum, messages) => sum + Math.ceil(messages / pageSize), 0)
}
