/** The providers that this project publishes, each as `@sms/NAME`. */
export const publishedProviders: readonly string[] = ['conversations-rcs', 'ip1', 'smstools', 'twilio']

/** Other names that people use: of the company, or of the host of its API. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['octopush', 'conversations-rcs'],
  ['ip1sms', 'ip1'],
  ['ip.1', 'ip1'],
  ['smsgatewayapi', 'smstools'],
])

/** The published provider that has this other name. */
export function otherName(name: string): string | undefined {
  return OTHER_NAMES.get(name)
}
