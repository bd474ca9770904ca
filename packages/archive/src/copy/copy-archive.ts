import { ArchiveError } from '../archive-error.ts'
import { checkNames, checkSignal, invalidOption } from '../check-options.ts'
import type { Archive } from '../contract/archive.ts'
import type { CopyOptions, CopyReport } from '../contract/copy.ts'
import { resumeErasures } from '../erase/erase-person.ts'
import { resumePruning } from '../erase/prune-archive.ts'
import { storeOf } from '../make-archive.ts'
import type { ArchiveRecord } from '../store/archive-record.ts'
import { ProgressCounter } from './progress-counter.ts'
import { RecordTally } from './record-tally.ts'

const NAMES = ['signal', 'onProgress']

/**
 * Copies an archive into a new one, whatever the databases of the two are, and makes sure that the copy is the same. To move an
 * archive, sync only the copy from then on: programs that follow the changes continue there with the cursors that they have.
 *
 * The first archive may be written meanwhile: the copy is as the first one was at one moment. It is one transaction. If anything
 * fails, the second archive stays empty. Before the end of the transaction, everything in it is read again, and compared.
 *
 * @param to An archive that has never stored anything. No other program may have it open.
 * @throws {ArchiveError} Rejects with `conflict` if the second archive is not empty; with `busy` if messages were erased or
 * pruned while they were copied: copy again; with `storage` if the copy is not the same.
 * @throws {SmsError} Rejects with `invalid_argument` for an option that is unknown or unusable.
 * @example
 * ```ts
 * import { copyArchive, openArchive } from '@sms/archive'
 * import { createIp1 } from '@sms/ip1'
 *
 * await using archive = await openArchive(':memory:')
 * await archive.sync(createIp1(), '+46701740605')
 * await using copy = await openArchive(':memory:') // or openPostgresArchive(…)
 * const { conversations, messages } = await copyArchive(archive, copy)
 * console.log(conversations, messages) // 1 120
 * ```
 */
export async function copyArchive(
  from: Archive,
  to: Archive,
  options: CopyOptions = {},
): Promise<CopyReport> {
  checkNames(options, NAMES)
  const { signal, onProgress } = options
  checkSignal(signal)
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw invalidOption('onProgress', 'a function')
  const source = storeOf('from', from)
  const target = storeOf('to', to)
  if (source === target) throw invalidOption('to', 'another archive than `from`')
  const progress = new ProgressCounter(onProgress)
  const read = new RecordTally()
  let rules: number | null = null
  let conversations = 0
  const records = async function* (): AsyncGenerator<readonly ArchiveRecord[], void, void> {
    for await (const batch of source.dump()) {
      signal?.throwIfAborted()
      for (const record of batch) {
        read.add(record)
        if (record.kind === 'settings') ({ rules } = record)
        // Others are there from the beginning of their first sync, and are not listed.
        if (record.kind === 'conversation' && record.syncedAt !== null) conversations += 1
      }
      yield batch
      progress.addStored(batch)
    }
  }
  await target.load(records(), async (stored) => {
    const copied = new RecordTally()
    for await (const batch of stored) {
      signal?.throwIfAborted()
      for (const record of batch) copied.add(record)
      progress.addChecked(batch)
    }
    expectSame(read, copied)
    // Who was erased from the first archive is not to come back in the second one.
    if ((await source.readRules()).version !== rules) throw changedMeanwhile()
  })
  await resumePruning(target)
  await resumeErasures(target)
  return { conversations, messages: read.count('message'), files: read.count('content') }
}

function expectSame(read: RecordTally, copied: RecordTally): void {
  const expected = read.digests()
  const found = copied.digests()
  const kinds = new Set([...expected.keys(), ...found.keys()])
  const different = [...kinds].filter((kind) => expected.get(kind) !== found.get(kind))
  if (different.length === 0) return
  const counts = different.map((kind) => `${kind}: ${read.count(kind)} read, ${copied.count(kind)} stored`)
  const message = `The copy is not the same as the archive, so nothing of it is kept. What differs: ${counts.join('; ')}. Copy again; if that does not help, one of the disks or the package has a fault.`
  throw new ArchiveError('storage', message)
}

function changedMeanwhile(): ArchiveError {
  const message =
    'Messages were erased or pruned while the archive was copied, and the copy would still have them: nothing of it is kept. Copy again.'
  return new ArchiveError('busy', message)
}
