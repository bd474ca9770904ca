/**
 * Counts the first places of a list that meet a condition, by binary search. No place after one that does not meet it may
 * meet it.
 */
export function countFirst(length: number, meets: (place: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (meets(middle)) low = middle + 1
    else high = middle
  }
  return low
}
