import type { AttachmentReader } from '../contract/readers.ts'
import type { ClientSettings } from '../options/client-options.ts'
import type { HttpApi } from './http-client.ts'
import type { RetryPolicy } from './retry-policy.ts'

/**
 * Where the files of messages are, by the provider's documents.
 *
 * @example
 * ```ts
 * import { type AttachmentSource, downloadFiles } from '@sms/core/provider'
 *
 * export const attachments: AttachmentSource = {
 *   download: downloadFiles,
 *   hosts: ['files.example.com'],
 *   isFile: (path) => /^\/files\/[a-z0-9]+$/.test(path),
 * }
 * console.log(attachments.isFile('/files/f1'), attachments.isFile('/messages')) // true false
 * ```
 */
export interface AttachmentSource {
  /** What downloads the files: `downloadFiles`. Named here, because a provider without files ships without it. */
  readonly download: StartDownloads
  /** The names of other hosts that have files, or that the API redirects to. They are requested without credentials. */
  readonly hosts: readonly string[]
  /**
   * Whether a path of the API, with its query, is one of a file. Such a file is requested with the credentials.
   *
   * @param path What follows the base URL, before `basePath` is added to it.
   */
  isFile(path: string): boolean
}

/** Makes the method `download` of a reader. */
export type StartDownloads = (
  source: AttachmentSource,
  client: DownloadClient,
) => AttachmentReader['download']

/** What the downloads of a reader share with its other requests. */
export interface DownloadClient {
  readonly api: HttpApi
  readonly settings: ClientSettings
  /** Its pauses hold downloads from the API as well. */
  readonly policy: RetryPolicy
}
