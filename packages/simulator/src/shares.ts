/** The share of the requests that each of several events gets. */
export type Shares<Name extends string> = { readonly [name in Name]?: number }

/**
 * Checks that each share is from 0 to 1, and that they are at most 1 in total.
 *
 * @param event What the option calls one of the names.
 * @throws A `TypeError` or a `RangeError` that says what was expected.
 */
export function checkShares<Name extends string>(
  event: string,
  names: readonly Name[],
  shares: Shares<Name>,
): Shares<Name> {
  const option = `${event}s`
  if (typeof shares !== 'object' || shares === null) {
    throw new TypeError(`${option}: expected an object, such as { ${names[0]}: 0.05 }`)
  }
  let sum = 0
  for (const [name, share] of Object.entries(shares)) {
    if (!names.some((known) => known === name)) {
      throw new TypeError(`${option}: no ${event} ${name}, expected some of ${names.join(', ')}`)
    }
    if (typeof share !== 'number' || !(share >= 0 && share <= 1)) {
      throw new RangeError(`${option}: expected a share from 0 to 1 for ${name}, got ${share}`)
    }
    sum += share
  }
  // 0.2 + 0.4 + 0.3 + 0.1 is slightly more than 1 in floating point.
  if (sum > 1 + 1e-9) throw new RangeError(`${option}: expected shares of 1 together at most, got ${sum}`)
  return shares
}

/**
 * The event of a request, or null for none. The order in which the shares are given does not matter.
 *
 * @param chance From 0 to 2^32 - 1.
 */
export function eventOf<Name extends string>(
  chance: number,
  names: readonly Name[],
  shares: Shares<Name>,
): Name | null {
  let left = chance / 2 ** 32
  for (const name of names) {
    left -= shares[name] ?? 0
    if (left < 0) return name
  }
  return null
}
