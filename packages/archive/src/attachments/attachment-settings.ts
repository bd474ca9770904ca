import type { AttachmentOptions } from '../contract/sync-options.ts'
import { isHostName } from '@sms/core/provider'
import { checkNames, invalidOption } from '../check-options.ts'

/** Checks the option `attachments` of a sync: null if no files are wanted. */
export function attachmentSettings(value: unknown): AttachmentOptions | null {
  if (value === undefined || value === false) return null
  if (value === true) return {}
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidOption('attachments', 'true, false, or an object with `hosts` and `onAttachment`')
  }
  checkNames(value, ['hosts', 'onAttachment'])
  const { hosts, onAttachment } = value as AttachmentOptions
  if (hosts !== undefined && !(Array.isArray(hosts) && hosts.every(isHostName))) {
    throw invalidOption('hosts', 'a list of names of hosts, such as files.example.com')
  }
  if (onAttachment !== undefined && typeof onAttachment !== 'function') {
    throw invalidOption('onAttachment', 'a function')
  }
  return value
}
