import type { SyncProgress, VerifyReport } from '@sms/archive'
import { chooseArchive, fileOf } from '../../archive/archive-address.ts'
import { openArchiveToRead } from '../../archive/open-archive.ts'
import { print } from '../../destinations/print.ts'
import { DifferenceError } from '../../errors/difference-error.ts'
import { isForPeople } from '../../formats/choose-format.ts'
import { counted } from '../../formats/counted.ts'
import { jsonLine } from '../../formats/json-lines.ts'
import { protectInputs } from '../../inputs/protect-inputs.ts'
import type { ArchiveOptions } from '../../options/archive-options.ts'
import type { ListOptions } from '../../options/list-options.ts'
import { omitUndefined } from '../../options/omit-undefined.ts'
import { parseTime } from '../../options/parse-time.ts'
import type { ReaderOptions } from '../../options/reader-options.ts'
import type { ReportOptions } from '../../options/report-options.ts'
import { createProgressLine } from '../../progress-line.ts'
import { chooseParticipant, openReader } from '../../providers/open-reader.ts'
import { verifyText } from './verify-text.ts'

/** The options of `sms verify`. */
export interface VerifyCommandOptions extends ReaderOptions, ArchiveOptions, ReportOptions, ListOptions {
  readonly account?: string
  readonly since?: string
}

/** `sms verify`: compares a conversation in the archive with the provider's list. */
export async function runVerify(
  provider: string,
  named: string | undefined,
  options: VerifyCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const { account, refreshDays, pageSize, concurrency, credentialsFile, format } = options
  await protectInputs({ credentialsFile }, { archive: fileOf(chooseArchive(options)) })
  const since = options.since === undefined ? undefined : parseTime('since', options.since, new Date())
  await using opened = await openReader(provider, options, signal)
  const participant = chooseParticipant(named, opened)
  await using archive = await openArchiveToRead({ ...options, provider }, signal)
  const { draw, clear } = createProgressLine()
  const onPage = ({ stored, total }: SyncProgress): void =>
    draw(() => `${total === null ? stored : `${stored} of ${total}`} messages read`)
  const settings = omitUndefined({ account, since, refreshDays, pageSize, concurrency, signal })
  const report = await archive.verify(opened.reader, participant, { ...settings, onPage }).finally(clear)
  await print(
    isForPeople(format)
      ? verifyText(participant, report)
      : jsonLine({ provider, account: account ?? 'default', participant, ...report }),
  )
  if (!isEqual(report)) throw new DifferenceError(advice(provider, report))
}

function isEqual({ missing, changed, vanished, digest }: VerifyReport): boolean {
  return missing.length + changed.length + vanished.length === 0 && digest.archive === digest.provider
}

function advice(provider: string, { missing, changed, vanished }: VerifyReport): string {
  const parts = [
    ...(missing.length === 0 ? [] : [`${counted(missing.length, 'message')} missing`]),
    ...(changed.length === 0 ? [] : [`${changed.length} changed`]),
    ...(vanished.length === 0 ? [] : [`${vanished.length} vanished`]),
  ]
  const what = parts.length === 0 ? 'their digests are not equal' : parts.join(', ')
  const problem = `The archive differs from the list of ${provider}: ${what}.`
  return missing.length + changed.length === 0
    ? `${problem} The archive keeps what has vanished.`
    : `${problem} To store what is missing or changed, run \`sms sync --full\`.`
}
