import type { Archive, ErasureReport } from '@sms/archive'
import { chooseArchive } from '../../archive/archive-address.ts'
import { openArchiveToRead } from '../../archive/open-archive.ts'
import { confirm, type ConfirmOptions } from '../../confirm.ts'
import { print } from '../../destinations/print.ts'
import { UsageError } from '../../errors/usage-error.ts'
import { isForPeople } from '../../formats/choose-format.ts'
import { counted } from '../../formats/counted.ts'
import { jsonLine } from '../../formats/json-lines.ts'
import { printableLine } from '../../formats/printable.ts'
import type { ArchiveOptions } from '../../options/archive-options.ts'
import type { ReportOptions } from '../../options/report-options.ts'

/** The options of `sms erase`. */
export interface EraseCommandOptions extends ArchiveOptions, ConfirmOptions, ReportOptions {
  readonly remember: boolean
  readonly simulate?: boolean
}

/** `sms erase`: erases a person from the archive. */
export async function runErase(
  participant: string,
  options: EraseCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const { remember, format } = options
  const { label } = chooseArchive(options)
  await checkCountryCode(participant)
  await using archive = await openArchiveToRead(options, signal)
  await confirm(() => explain(archive, label, participant, remember), options, signal)
  const report = await archive.erase(participant, { remember })
  await print(isForPeople(format) ? reportText(participant, report) : jsonLine({ participant, ...report }))
}

/** @throws {UsageError} for a national number. */
async function checkCountryCode(participant: string): Promise<void> {
  const { nationalNumberDigits, phoneNumberDigits } = await import('@sms/core/provider')
  if (phoneNumberDigits(participant) !== null || nationalNumberDigits(participant) === null) return
  throw new UsageError('This number is national, and may be that of several people: add the country code.')
}

async function explain(
  archive: Archive,
  label: string,
  participant: string,
  remember: boolean,
): Promise<readonly string[]> {
  const { displayAddress, isSameNumber, phoneNumberDigits } = await import('@sms/core/provider')
  const digits = phoneNumberDigits(participant)
  const isTheirs = (address: string): boolean =>
    digits === null ? address.toLowerCase() === participant.toLowerCase() : isSameNumber(address, digits)
  const sources = new Set<string>()
  let [conversations, messages] = [0, 0]
  for await (const stored of archive.conversations()) {
    if (!isTheirs(stored.participant)) continue
    conversations += 1
    messages += stored.messages
    sources.add(stored.account === 'default' ? stored.provider : `${stored.provider} (${stored.account})`)
  }
  const found =
    conversations === 0
      ? 'every message from or to this person; the archive has no conversation with them'
      : `${counted(conversations, 'conversation')} with ${counted(messages, 'message')} (${[...sources].toSorted().join(', ')}), and every other message from or to this person`
  return [
    `This erases ${printableLine(displayAddress(participant) ?? participant)} from ${label}, and cannot be undone.`,
    `Removed: ${found}, with their names, changes and entries of the search index.`,
    'Kept: messages of others that mention the person, exports and backups, and what the provider has.',
    remember
      ? 'Later syncs store nothing of this person.'
      : 'Later syncs may store this person again, since nothing is remembered.',
  ]
}

function reportText(participant: string, { messages, conversations, mentions }: ErasureReport): string {
  const erased = `${counted(messages, 'message')} and ${counted(conversations, 'conversation')} erased`
  const [mention, stay] = mentions === 1 ? ['mentions', 'stays'] : ['mention', 'stay']
  const kept =
    mentions === 0 ? '' : ` ${counted(mentions, 'message')} of others ${mention} the person, and ${stay}.`
  return `${printableLine(participant)}: ${erased}.${kept}\n`
}
