/**
 * Aligns what a page lists with what is stored: the longest sequence that both have in the same order.
 *
 * @returns For each listed key the index of its stored one; null if it has none.
 */
export function align(listed: readonly string[], stored: readonly string[]): (number | null)[] {
  const places = new Map<string, number[]>()
  for (const [at, key] of stored.entries()) {
    const known = places.get(key)
    if (known === undefined) places.set(key, [at])
    else known.push(at)
  }
  // Hunt and Szymanski: `ends[n]` ends the sequence of n + 1 whose last stored index is the lowest.
  const ends: Link[] = []
  for (const [index, key] of listed.entries()) {
    // From the last one down, so that one listed key takes no more than one place.
    for (const place of (places.get(key) ?? []).toReversed()) {
      const length = lengthBefore(ends, place)
      ends[length] = { index, place, before: ends[length - 1] ?? null }
    }
  }
  const result = Array.from<number | null>({ length: listed.length }).fill(null)
  for (let link = ends.at(-1) ?? null; link !== null; link = link.before) result[link.index] = link.place
  closeGaps(result, listed)
  return result
}

/** Lets each match follow the one before it without a gap, if the same key is listed there: of identical ones, the first. */
function closeGaps(result: (number | null)[], listed: readonly string[]): void {
  let next = 0
  for (let index = 1; index < result.length; index += 1) {
    if (result[index] !== null || result[index - 1] === null) continue
    next = Math.max(next, index)
    while (next < result.length && result[next] === null) next += 1
    if (next === result.length) return
    if (listed[next] !== listed[index]) continue
    result[index] = result[next] ?? null
    result[next] = null
  }
}

/** The last pair of a common sequence. */
interface Link {
  readonly index: number
  readonly place: number
  readonly before: Link | null
}

/** How long the longest sequence is that ends before a place. */
function lengthBefore(ends: readonly Link[], place: number): number {
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ends[middle]?.place ?? 0) < place) low = middle + 1
    else high = middle
  }
  return low
}
