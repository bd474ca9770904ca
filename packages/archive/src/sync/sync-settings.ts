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
  readonly restoreErased: boolean
}

const NAMES = [
  'account',
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
  return { ...options, account, full, restoreErased, refreshDays }
}
