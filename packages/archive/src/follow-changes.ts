import { SmsError } from '@sms/core'
import { ARCHIVE, checkNames, checkSignal, checkText, checkWholeNumber } from './check-options.ts'
import type { Change, ChangesOptions } from './contract/change.ts'
import type { StoredChange } from './store/change-store.ts'
import type { Store } from './store/store.ts'
import { toArchivedMessage } from './to-archived.ts'

const NAMES = ['cursor', 'limit', 'signal']
const BATCH = 500

/** What has happened to the archive: see `Archive.changes`. */
export function followChanges(store: Store, options: ChangesOptions): AsyncIterable<Change> {
  checkNames(options, NAMES)
  checkText('cursor', options.cursor)
  checkSignal(options.signal)
  const { cursor, signal } = options
  const limit = checkWholeNumber('limit', options.limit, {
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
    otherwise: Infinity,
  })
  const start = cursor === undefined ? 0 : readCursor(store, cursor)
  return { [Symbol.asyncIterator]: () => iterate(store, start, limit, signal) }
}

async function* iterate(
  store: Store,
  start: number,
  limit: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Change, void, void> {
  // What is committed from now on is for the next call: else a busy archive would never be caught up with.
  const end = await store.lastChange()
  // The file was replaced by an older copy of it. What is stored from now on would count as seen.
  if (start > end)
    throw unusable(
      'of a change that this archive does not contain: it is an older copy; begin without a cursor',
    )
  let after = start
  for (let left = limit; left > 0;) {
    signal?.throwIfAborted()
    const changes = await store.readChanges(after, end, Math.min(left, BATCH))
    for (const change of changes) {
      signal?.throwIfAborted()
      yield toChange(store, change)
      after = change.sequence
    }
    if (changes.length === 0) return
    left -= changes.length
  }
}

function toChange(store: Store, change: StoredChange): Change {
  const cursor = writeCursor(store, change.sequence)
  if (change.kind === 'erased') return { cursor, conversation: String(change.conversation), kind: 'erased' }
  const { kind, message } = change
  return { cursor, conversation: String(message.conversation), kind, message: toArchivedMessage(message) }
}

// `.` is in no cursor of a provider.
function writeCursor({ id }: Pick<Store, 'id'>, sequence: number): string {
  return `${id}.${sequence.toString(36)}`
}

function readCursor({ id }: Store, cursor: string): number {
  const [archive, text = ''] = cursor.split('.')
  const sequence = Number.parseInt(text, 36)
  if (
    archive === id &&
    Number.isSafeInteger(sequence) &&
    sequence > 0 &&
    writeCursor({ id }, sequence) === cursor
  )
    return sequence
  throw unusable('malformed or belongs elsewhere; pass on the `cursor` of a change of this archive')
}

function unusable(reason: string): SmsError {
  return new SmsError('invalid_argument', `\`cursor\` is ${reason}.`, { provider: ARCHIVE })
}
