import { type AttachmentReader, hasDownload, type MessageReader, SmsError } from '@sms/core'

/**
 * Returns the reader, if it can download files.
 *
 * @throws {SmsError} `unsupported` if it cannot.
 */
export function checkDownload(reader: MessageReader): AttachmentReader {
  if (hasDownload(reader)) return reader
  const { provider } = reader
  const message = `This reader of ${provider} downloads no files. Leave out \`attachments\`, or see the README of @sms/${provider} for the option that its files need.`
  throw new SmsError('unsupported', message, { provider })
}
