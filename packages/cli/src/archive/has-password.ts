/**
 * Whether an address contains a password, as a URL, without the scheme of one, or as libpq’s `key=value` pairs. It may have
 * been pasted with quotes or spaces around it.
 */
export function hasPassword(address: string): boolean {
  // A password may contain any character, so that the whole may be no valid URL. One letter before a colon is a drive.
  return (
    /\/\/[^@]*:[^@]*@|^[^/\\:@]{2,}:(?!\/\/)[^@]*@/.test(address) || /pass(?:word|wd)?\s*=/i.test(address)
  )
}
