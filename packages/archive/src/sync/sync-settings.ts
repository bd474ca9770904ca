import type { MessagesOptions } from '@sms/core'
import type { SyncOptions } from '../contract.ts'
import {
  checkAccount,
  checkNames,
  checkSignal,
  checkTime,
  checkWholeNumber,
  invalidOption,
} from '../check-options.ts'

/** Options of a sync, checked, with the archive's own defaults. The reader checks and fills in the others. */
export interface SyncSettings extends SyncOptions {
  readonly account: string
  readonly refreshDays: number
  readonly full: boolean
}

const NAMES = ['account', 'concurrency', 'pageSize', 'signal', 'refreshDays', 'full', 'since', 'onPage']
const REFRESH_DAYS = 7
const MOST_REFRESH_DAYS = 36_500

export function syncSettings(options: SyncOptions): SyncSettings {
  checkNames(options, NAMES)
  const { full = false, onPage } = options
  const account = checkAccount(options.account)
  if (typeof full !== 'boolean') throw invalidOption('full', 'true or false')
  if (onPage !== undefined && typeof onPage !== 'function') throw invalidOption('onPage', 'a function')
  checkSignal(options.signal)
  checkTime('since', options.since)
  const refreshDays = checkWholeNumber('refreshDays', options.refreshDays, {
    min: 0,
    max: MOST_REFRESH_DAYS,
    otherwise: REFRESH_DAYS,
  })
  return { ...options, account, full, refreshDays }
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
