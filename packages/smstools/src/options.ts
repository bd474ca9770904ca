import type { ClientOptions } from '@sms/core'
import { type ClientSettings, clientSettings, credential } from '@sms/core/provider'

export const PROVIDER = 'smstools'

const BASE_URL = 'https://api.smsgatewayapi.com/v1'

/** How to reach Smstools. */
export interface SmstoolsOptions extends ClientOptions {
  /** The API client id. Default: the environment variable SMSTOOLS_CLIENT_ID. */
  clientId?: string | undefined
  /** The API client secret. Default: the environment variable SMSTOOLS_CLIENT_SECRET. */
  clientSecret?: string | undefined
}

/** The options with every default filled in. */
export interface SmstoolsSettings extends ClientSettings {
  readonly credentialHeaders: Readonly<Record<string, string>>
}

export function readOptions(options: SmstoolsOptions): SmstoolsSettings {
  const client = clientSettings(PROVIDER, options, ['clientId', 'clientSecret'], BASE_URL)
  return {
    ...client,
    // The page's parameter table has them as parameters, its example as headers: a URL ends up in logs.
    credentialHeaders: {
      'x-client-id': credential(PROVIDER, 'clientId', options.clientId, 'SMSTOOLS_CLIENT_ID'),
      'x-client-secret': credential(PROVIDER, 'clientSecret', options.clientSecret, 'SMSTOOLS_CLIENT_SECRET'),
    },
  }
}
