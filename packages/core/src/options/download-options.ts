import type { DownloadOptions } from '../contract/call-options.ts'
import { abortSignal } from './call-options.ts'
import { callback } from './client-options.ts'
import { isHostName } from './host-name.ts'
import { checkOptionNames, invalidArgument } from './invalid-argument.ts'

/** Download options with every default filled in. */
export interface DownloadSettings {
  /** In lower case. */
  readonly hosts: readonly string[]
  /** Null for the global one of the moment. */
  readonly fetch: typeof globalThis.fetch | null
  readonly signal: AbortSignal
}

const DOWNLOAD_OPTIONS = ['signal', 'hosts', 'fetch']

/**
 * Checks the options of a download, and fills in the defaults.
 *
 * @throws {SmsError} `invalid_argument` for an option that is unknown or unusable.
 */
export function downloadSettings(provider: string, options: DownloadOptions): DownloadSettings {
  checkOptionNames(provider, options, DOWNLOAD_OPTIONS)
  const hosts: unknown = options.hosts ?? []
  if (!Array.isArray(hosts) || !hosts.every(isHostName)) {
    throw invalidArgument(provider, 'hosts', 'a list of names of hosts, such as files.example.com')
  }
  return {
    hosts: hosts.map((host) => host.toLowerCase()),
    fetch: callback(provider, 'fetch', options.fetch) ?? null,
    signal: abortSignal(provider, options.signal) ?? new AbortController().signal,
  }
}
