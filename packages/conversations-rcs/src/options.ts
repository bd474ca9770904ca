import type { ClientOptions } from '@sms/core'
import { type ClientSettings, clientSettings, credential } from '@sms/core/provider'

export const PROVIDER = 'conversations-rcs'

const BASE_URL = 'https://api.octopush.com/v1/public'

/** How to reach Octopush. */
export interface ConversationsRcsOptions extends ClientOptions {
  /** The API login. Default: the environment variable OCTOPUSH_API_LOGIN. */
  apiLogin?: string | undefined
  /** The API key. Default: the environment variable OCTOPUSH_API_KEY. */
  apiKey?: string | undefined
}

/** The options with every default filled in. */
export interface ConversationsRcsSettings extends ClientSettings {
  readonly credentialHeaders: Readonly<Record<string, string>>
}

export function readOptions(options: ConversationsRcsOptions): ConversationsRcsSettings {
  const client = clientSettings(PROVIDER, options, ['apiLogin', 'apiKey'], BASE_URL)
  return {
    ...client,
    credentialHeaders: {
      'api-login': credential(PROVIDER, 'apiLogin', options.apiLogin, 'OCTOPUSH_API_LOGIN'),
      'api-key': credential(PROVIDER, 'apiKey', options.apiKey, 'OCTOPUSH_API_KEY'),
    },
  }
}
