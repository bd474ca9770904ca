const secrets = new Set<string>()

/** Remembers a credential, so that no error of anybody's code prints it. */
export function rememberSecret(value: string): void {
  secrets.add(value)
}

/** Forgets the credentials of a command line that has been run. */
export function forgetSecrets(): void {
  secrets.clear()
}

/** A text as it may be printed. `SmsError` shows no credential by itself; what others throw might. */
export function redactSecrets(text: string): string {
  // One may begin with another.
  const longestFirst = [...secrets].toSorted((a, b) => b.length - a.length)
  return longestFirst.reduce((rest, secret) => rest.replaceAll(secret, '[credential]'), text)
}
