/** Whether an address contains a password, as a URL or as libpq’s `key=value` pairs. */
export function hasPassword(address: string): boolean {
  // A password may contain any character, so that the whole may be no valid URL.
  return /^[a-z][a-z0-9+.-]*:\/\/[^@]*:[^@]*@/i.test(address) || /password\s*=/i.test(address)
}
