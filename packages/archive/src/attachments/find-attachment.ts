import { SmsError, type SmsErrorCode, splitKey } from '@sms/core'
import type { ArchivedAttachment } from '../contract/archived-attachment.ts'
import type { ArchivedMessage } from '../contract/archived-message.ts'
import { parseBody, unsignedUrl } from '../message-body.ts'
import type { Store } from '../store/store.ts'
import { storedKey } from '../stored-key.ts'
import { safeFileName } from './safe-file-name.ts'

/** One attachment of a message: see `Archive.attachment`. */
export async function findAttachment(
  store: Store,
  { provider, account, key }: Pick<ArchivedMessage, 'provider' | 'account' | 'key'>,
  index: number,
): Promise<ArchivedAttachment | null> {
  const { content, repeat } = splitKey(key)
  const found = await store.readAttachment(
    { provider, account, key: storedKey(provider, content), repeat },
    index,
  )
  const attachment = found === null ? undefined : parseBody(found.body, null).attachments[index]
  if (found === null || attachment === undefined) return null
  // What is stored may be of a message that had another file there.
  const stored = found.stored?.url === unsignedUrl(attachment) ? found.stored : null
  const error = stored?.error ?? null
  return {
    name: safeFileName(attachment.name),
    contentType: attachment.contentType ?? stored?.contentType ?? null,
    content: stored === null ? null : found.content,
    sha256: stored?.sha256 ?? null,
    error: error === null ? null : new SmsError(error.code as SmsErrorCode, error.message, { provider }),
    retryAt: stored === null || stored.retryAt === null ? null : new Date(stored.retryAt),
  }
}
