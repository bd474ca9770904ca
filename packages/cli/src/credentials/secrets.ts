const secrets = new Set<string>()

/** Remembers a credential, so that no error shows it, not even one of third-party code. */
export function rememberSecret(value: string): void {
  secrets.add(value)
}

/** Forgets the credentials when a command line has been run. */
export function forgetSecrets(): void {
  secrets.clear()
}

/** Replaces credentials in a text. `SmsError` shows none, but other errors may. */
export function redactSecrets(text: string): string {
  // One credential may begin with another.
  const longestFirst = [...secrets].toSorted((a, b) => b.length - a.length)
  return longestFirst.reduce((rest, secret) => rest.replaceAll(secret, '[credential]'), text)
}
