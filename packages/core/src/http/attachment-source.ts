/**
 * Where the files of messages are, by the provider's documents.
 *
 * @example
 * ```ts
 * import type { AttachmentSource } from '@sms/core/provider'
 *
 * export const attachments: AttachmentSource = {
 *   hosts: ['files.example.com'],
 *   isFile: (path) => /^\/files\/[a-z0-9]+$/.test(path),
 * }
 * console.log(attachments.isFile('/files/f1'), attachments.isFile('/messages')) // true false
 * ```
 */
export interface AttachmentSource {
  /** The names of other hosts that have files, or that the API redirects to. They are requested without credentials. */
  readonly hosts: readonly string[]
  /**
   * Whether a path of the API, with its query, is one of a file. Such a file is requested with the credentials.
   *
   * @param path What follows the base URL, before `basePath` is added to it.
   */
  isFile(path: string): boolean
}
