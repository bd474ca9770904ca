import { hash } from '../generated/hash.ts'
import { faultNames, type FaultName, isFaultName } from './faults.ts'

/** The share of the requests that each fault gets: from 0 to 1, and at most 1 in total. */
export type FaultShares = { readonly [name in FaultName]?: number }

/** @throws A `TypeError` or a `RangeError` that says what was expected. */
export function checkShares(shares: FaultShares): FaultShares {
  if (typeof shares !== 'object' || shares === null) {
    throw new TypeError('faults: expected an object, such as { reset: 0.05 }')
  }
  let sum = 0
  for (const [name, share] of Object.entries(shares)) {
    if (!isFaultName(name)) {
      throw new TypeError(`faults: no fault ${name}, expected some of ${faultNames.join(', ')}`)
    }
    if (typeof share !== 'number' || !(share >= 0 && share <= 1)) {
      throw new RangeError(`faults: expected a share from 0 to 1 for ${name}, got ${share}`)
    }
    sum += share
  }
  // 0.2 + 0.4 + 0.3 + 0.1 is slightly more than 1 in floating point.
  if (sum > 1 + 1e-9) throw new RangeError(`faults: expected shares of 1 together at most, got ${sum}`)
  return shares
}

/** The fault of a request. It is the same in every run, in whatever order the shares are given. */
export function faultOf(number: number, seed: number, shares: FaultShares): FaultName | null {
  let left = hash(seed, number) / 2 ** 32
  for (const name of faultNames) {
    left -= shares[name] ?? 0
    if (left < 0) return name
  }
  return null
}
