/** A total as a provider stated it, or null if it stated none, or one that no list can have. */
export function possibleTotal(total: number | null | undefined): number | null {
  return typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : null
}
