import type { Archive, SyncOptions, SyncReport } from '@sms/archive'
import { type MessageReader, SmsError } from '@sms/core'
import { isArchiveError } from '../../errors/archive-error.ts'
import { endsRun } from '../../errors/ends-run.ts'
import { isAboutOption } from '../../errors/explain-sms-error.ts'

/** Syncs one participant after another. If one of several fails, its report says so, and the others are synced. */
export async function* syncEach(
  archive: Archive,
  reader: MessageReader,
  participants: readonly string[],
  options: SyncOptions,
): AsyncGenerator<SyncReport, undefined, void> {
  for (const participant of participants) {
    yield await archive.sync(reader, participant, options).catch((error: unknown): SyncReport => {
      options.signal?.throwIfAborted()
      const failure = participants.length === 1 ? null : failureOfOne(error, reader.provider)
      if (failure === null) throw error
      return {
        provider: reader.provider,
        account: options.account ?? 'default',
        participant,
        added: 0,
        updated: 0,
        vanished: 0,
        complete: false,
        requests: 0,
        error: failure,
      }
    })
  }
}

/** The error if it is of one participant; null if the others would fail as well. */
function failureOfOne(error: unknown, provider: string): SmsError | null {
  if (isArchiveError(error, 'busy'))
    return new SmsError('unavailable', error.message, { provider, cause: error })
  if (isArchiveError(error, 'erased'))
    return new SmsError('invalid_argument', error.message, { provider, cause: error })
  // As `syncAll` reports it.
  if (isArchiveError(error, 'conflict'))
    return new SmsError('rejected', error.message, { provider, cause: error })
  return SmsError.is(error) && !endsRun(error) && !isAboutOption(error) ? error : null
}
