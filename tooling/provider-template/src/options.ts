import type { ClientOptions } from '@sms/core'
import { type ClientSettings, clientSettings, credential } from '@sms/core/provider'

export const PROVIDER = 'template'

const BASE_URL = 'https://api.template.example.com/v1'

/** How to reach Template. */
export interface TemplateOptions extends ClientOptions {
  /** The API key. Default: the environment variable TEMPLATE_API_KEY. */
  apiKey?: string | undefined
}

/** The options with every default filled in. */
export interface TemplateSettings extends ClientSettings {
  readonly credentialHeaders: Readonly<Record<string, string>>
}

export function readOptions(options: TemplateOptions): TemplateSettings {
  const client = clientSettings(PROVIDER, options, ['apiKey'], BASE_URL)
  const apiKey = credential(PROVIDER, 'apiKey', options.apiKey, 'TEMPLATE_API_KEY')
  return { ...client, credentialHeaders: { 'x-api-key': apiKey } }
}
