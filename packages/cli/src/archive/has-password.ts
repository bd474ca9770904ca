/**
 * Whether an address contains a password, as a URL, without the scheme of one, or as libpq’s `key=value` pairs. It may have
 * been pasted with quotes or spaces around it.
 */
export function hasPassword(address: string): boolean {
  // A password may contain any character, so that the whole may be no valid URL. One letter before a colon is a drive.
  return (
    /\/\/[^@]*(?::|%3a)[^@]*@|^[^/\\:@]{2,}:(?!\/\/)[^@]*@/i.test(address) ||
    /pass(?:word|wd)?\s*=/i.test(decoded(address))
  )
}

/** `pass%77ord` is a name of the password, too. */
function decoded(address: string): string {
  return address.replaceAll(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCodePoint(Number.parseInt(digits, 16)),
  )
}
