import { hash } from '../hash.ts'
import { faultNames, type FaultName, isFaultName } from './faults.ts'

/** How large a share of the requests each fault gets, from 0 to 1, and 1 together at most. */
export type FaultShares = { readonly [name in FaultName]?: number }

/** Throws a `TypeError` or a `RangeError` that says what was expected. */
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
  // 0.2 + 0.4 + 0.3 + 0.1 is a little more than 1.
  if (sum > 1 + 1e-9) throw new RangeError(`faults: expected shares of 1 together at most, got ${sum}`)
  return shares
}

/** The fault that a request gets: the same one in every run, whatever order the shares are given in. */
export function faultOf(number: number, seed: number, shares: FaultShares): FaultName | null {
  let rest = hash(seed, number) / 2 ** 32
  for (const name of faultNames) {
    rest -= shares[name] ?? 0
    if (rest < 0) return name
  }
  return null
}
