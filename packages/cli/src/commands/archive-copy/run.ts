import type { CopyProgress, CopyReport } from '@sms/archive'
import {
  archiveOfEnvironment,
  type ArchiveAddress,
  fileOf,
  isInMemory,
  parseArchiveAddress,
} from '../../archive/archive-address.ts'
import { loadArchive } from '../../archive/load-archive.ts'
import { openArchiveToSync, openExistingArchive } from '../../archive/open-archive.ts'
import { print } from '../../destinations/print.ts'
import { IncompleteError } from '../../errors/incomplete-error.ts'
import { UsageError } from '../../errors/usage-error.ts'
import { isForPeople } from '../../formats/choose-format.ts'
import { counted } from '../../formats/counted.ts'
import { jsonLine } from '../../formats/json-lines.ts'
import { isSameFile } from '../../inputs/protect-inputs.ts'
import type { ReportOptions } from '../../options/report-options.ts'
import { createProgressLine } from '../../progress-line.ts'

/** The options of `sms archive copy`. */
export type ArchiveCopyOptions = ReportOptions

/** `sms archive copy`: copies an archive into a new one, and compares the two. */
export async function runArchiveCopy(
  from: string,
  to: string | undefined,
  { format }: ArchiveCopyOptions,
  signal: AbortSignal,
): Promise<void> {
  const source = parseArchiveAddress('<from>', from)
  const target =
    to === undefined ? archiveOfEnvironment('a second argument') : parseArchiveAddress('<to>', to)
  await checkDifferent(source, target)
  await using archive = await openExistingArchive(source)
  await using copy = await openArchiveToSync(target)
  const { copyArchive } = await loadArchive()
  const { draw, clear } = createProgressLine()
  const onProgress = (progress: CopyProgress): void => draw(() => progressText(progress))
  try {
    const report = await copyArchive(archive, copy, { signal, onProgress }).finally(clear)
    await print(
      isForPeople(format)
        ? reportText(target, report)
        : jsonLine({ from: source.label, to: target.label, ...report, verified: true }),
    )
  } catch (error) {
    if (!signal.aborted) throw error
    throw new IncompleteError(error, 'Nothing was copied. To start again, run the same command again.')
  }
}

async function checkDifferent(source: ArchiveAddress, target: ArchiveAddress): Promise<void> {
  if (isInMemory(target))
    throw new UsageError('<to>: an archive in memory would be gone at once. Name a file.')
  const [read, written] = [fileOf(source), fileOf(target)]
  const isSame =
    read === undefined || written === undefined
      ? source.label === target.label
      : await isSameFile(read, written)
  if (isSame) throw new UsageError('Both names are of the same archive. Name a new one to copy into.')
}

function progressText({ stored, checked, total }: CopyProgress): string {
  return checked === 0 ? `${stored} of ${total} messages copied` : `${checked} of ${total} messages compared`
}

function reportText({ label }: ArchiveAddress, { conversations, messages, files }: CopyReport): string {
  const counts = [
    counted(conversations, 'conversation'),
    counted(messages, 'message'),
    counted(files, 'file'),
  ]
  return `Copied into ${label} and verified: ${counts.join(', ')}.\n`
}
