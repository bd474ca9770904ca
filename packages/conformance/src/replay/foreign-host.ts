/** The URL of a host that is not the provider's. */
export const FOREIGN_URL = 'https://foreign.test'

/** Whether a stray request went to `FOREIGN_URL`. */
export function isForeign(stray: string): boolean {
  return stray.startsWith(`GET ${FOREIGN_URL}`)
}
