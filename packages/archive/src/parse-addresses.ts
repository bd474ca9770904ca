import { damaged, parseStored } from './parse-stored.ts'

/** The channel, sender and recipient of a stored message. */
export type StoredAddresses = readonly [channel: string, from: string | null, to: string | null]

/** Reads the addresses that a record has: see `MessageRecord`. */
export function parseAddresses(addresses: string): StoredAddresses {
  const parsed = parseStored(addresses)
  if (!Array.isArray(parsed)) throw damaged()
  const [channel, from, to] = parsed as [string, string | null, string | null]
  return [channel, from, to]
}
