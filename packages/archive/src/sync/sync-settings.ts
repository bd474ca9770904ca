import { attachmentSettings } from '../attachments/attachment-settings.ts'
import type { MessagesOptions } from '@sms/core'
import type { AttachmentOptions, SyncOptions } from '../contract/sync-options.ts'
import {
  checkAccount,
  checkNames,
  checkSignal,
  checkTime,
  checkWholeNumber,
  invalidOption,
} from '../check-options.ts'

/** Options of a sync, checked, with the archive's own defaults. The reader checks and fills in the others. */
export interface SyncSettings extends Omit<SyncOptions, 'attachments'> {
  readonly account: string
  readonly refreshDays: number
  readonly full: boolean
  /** Null if no files are wanted. */
  readonly attachments: AttachmentOptions | null
  readonly restoreErased: boolean
}

const NAMES = [
  'account',
  'attachments',
  'concurrency',
  'pageSize',
  'signal',
  'refreshDays',
  'full',
  'since',
  'restoreErased',
  'onPage',
]
const REFRESH_DAYS = 7
const MOST_REFRESH_DAYS = 36_500

export function syncSettings(options: SyncOptions): SyncSettings {
  checkNames(options, NAMES)
  const { full = false, restoreErased = false, onPage } = options
  const account = checkAccount(options.account)
  if (typeof full !== 'boolean') throw invalidOption('full', 'true or false')
  if (typeof restoreErased !== 'boolean') throw invalidOption('restoreErased', 'true or false')
  if (onPage !== undefined && typeof onPage !== 'function') throw invalidOption('onPage', 'a function')
  checkSignal(options.signal)
  checkTime('since', options.since)
  const refreshDays = checkWholeNumber('refreshDays', options.refreshDays, {
    min: 0,
    max: MOST_REFRESH_DAYS,
    otherwise: REFRESH_DAYS,
  })
  const attachments = attachmentSettings(options.attachments)
  return { ...options, account, full, restoreErased, refreshDays, attachments }
}

/** The options that the reader has too. */
export function readerOptions({
  pageSize,
  concurrency,
  signal,
  since,
}: SyncSettings): Pick<MessagesOptions, 'pageSize' | 'concurrency' | 'signal' | 'since'> {
  return {
    ...(pageSize === undefined ? {} : { pageSize }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(signal === undefined ? {} : { signal }),
    ...(since === undefined ? {} : { since }),
  }
}
