import type { Simulator } from '@sms/simulator'

/** The environment variables of an account at a simulator. */
export function accountOf(
  simulator: Simulator,
  provider: 'smstools' | 'conversations-rcs' | 'ip1',
): Readonly<Record<string, string>> {
  const { smstools, conversationsRcs, ip1 } = simulator
  return {
    SMSTOOLS_CLIENT_ID: smstools.clientId,
    SMSTOOLS_CLIENT_SECRET: smstools.clientSecret,
    OCTOPUSH_API_LOGIN: conversationsRcs.apiLogin,
    OCTOPUSH_API_KEY: conversationsRcs.apiKey,
    IP1_API_KEY: ip1.apiKey,
    SMS_BASE_URL: simulator.providers[provider].baseUrl,
  }
}
