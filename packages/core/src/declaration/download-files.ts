import type { StartDownloads } from '../http/attachment-source.ts'
import { createDownloader } from '../http/download.ts'
import { downloadSettings } from '../options/download-options.ts'
import { addCaller } from '../paging/add-caller.ts'

/**
 * Downloads the files of messages: `download` of a provider's `attachments`.
 *
 * Only the hosts that are declared are requested, and those of the option `hosts`, by https. Credentials are sent to the
 * API only, and never after a redirect.
 *
 * @example
 * ```ts
 * import { type AttachmentSource, downloadFiles } from '@sms/core/provider'
 *
 * export const attachments: AttachmentSource = {
 *   download: downloadFiles,
 *   hosts: ['files.example.com'],
 *   isFile: () => false,
 * }
 * console.log(attachments.hosts) // [ 'files.example.com' ]
 * ```
 */
export const downloadFiles: StartDownloads = (source, client) => {
  const download = createDownloader(source, client)
  return async (attachment, options = {}) => {
    const settings = downloadSettings(client.api.provider, options)
    const caller = new Error()
    try {
      return await download(attachment?.url, settings)
    } catch (error) {
      addCaller(error, caller)
      throw error
    }
  }
}
