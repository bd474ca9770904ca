import type { ClientOptions } from '@sms/core'
import { type ClientSettings, clientSettings, credential } from '@sms/core/provider'

export const PROVIDER = 'ip1'

const BASE_URL = 'https://api.ip1sms.com'

/** How to reach iP.1. */
export interface Ip1Options extends ClientOptions {
  /** The API key. Default: the environment variable IP1_API_KEY. */
  apiKey?: string | undefined
}

/** The options with every default filled in. */
export interface Ip1Settings extends ClientSettings {
  readonly credentialHeaders: Readonly<Record<string, string>>
}

export function readOptions(options: Ip1Options): Ip1Settings {
  const client = clientSettings(PROVIDER, options, ['apiKey'], BASE_URL)
  const apiKey = credential(PROVIDER, 'apiKey', options.apiKey, 'IP1_API_KEY')
  return { ...client, credentialHeaders: { authorization: `Bearer ${apiKey}` } }
}
