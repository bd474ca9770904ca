import type { Simulator } from '@sms/simulator'

/** The environment variables of an account at a simulator. */
export function accountOf(
  simulator: Simulator,
  provider: 'smstools' | 'conversations-rcs' | 'ip1' | 'twilio',
): Readonly<Record<string, string>> {
  const { smstools, conversationsRcs, ip1, twilio } = simulator
  return {
    SMSTOOLS_CLIENT_ID: smstools.clientId,
    SMSTOOLS_CLIENT_SECRET: smstools.clientSecret,
    OCTOPUSH_API_LOGIN: conversationsRcs.apiLogin,
    OCTOPUSH_API_KEY: conversationsRcs.apiKey,
    IP1_API_KEY: ip1.apiKey,
    TWILIO_ACCOUNT_SID: twilio.accountSid,
    TWILIO_AUTH_TOKEN: twilio.authToken,
    SMS_BASE_URL: simulator.providers[provider].baseUrl,
  }
}
