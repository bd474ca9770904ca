import type { ArchiveOptions } from '../../options/archive-options.ts'
import type { ListOptions } from '../../options/list-options.ts'
import type { ReaderOptions } from '../../options/reader-options.ts'
import type { ReportOptions } from '../../options/report-options.ts'

/** The options of `sms sync`. */
export interface SyncCommandOptions extends ReaderOptions, ArchiveOptions, ReportOptions, ListOptions {
  readonly account?: string
  readonly attachments?: boolean
  readonly attachmentHost?: readonly string[]
  readonly full?: boolean
  readonly restoreErased?: boolean
  readonly since?: string
  readonly participants?: string
  readonly all?: boolean
  readonly queue?: boolean
  /** In seconds. */
  readonly every?: number
  readonly urgent?: boolean
}
