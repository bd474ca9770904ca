import { findAttachment } from './attachments/find-attachment.ts'
import { invalidOption } from './check-options.ts'
import type { Archive } from './contract/archive.ts'
import { archiveReader } from './archive-reader.ts'
import { checkedPerson, erasePerson } from './erase/erase-person.ts'
import { Exclusions } from './erase/exclusions.ts'
import { pruneArchive } from './erase/prune-archive.ts'
import { queryConversations, queryMessages, searchMessages } from './query-archive.ts'
import { followChanges } from './follow-changes.ts'
import type { Store } from './store/store.ts'
import { syncAll } from './sync/sync-all.ts'
import { syncConversation } from './sync/sync-conversation.ts'
import { syncSettings } from './sync/sync-settings.ts'
import { verifyConversation } from './verify/verify-conversation.ts'

// Registered, so that the archive of a package that has its own copy of this one can be copied.
const STORE: unique symbol = Symbol.for('@sms/archive/store')

/**
 * The store of an archive.
 *
 * @param name The argument that the archive is.
 * @throws {SmsError} `invalid_argument` if it is no archive.
 */
export function storeOf(name: string, archive: Archive): Store {
  const store: unknown = Reflect.get(Object(archive), STORE)
  if (store !== undefined) return store as Store
  throw invalidOption(name, 'an archive, as `openArchive` opens one')
}

/** An archive over a store: the same for every database. */
export function makeArchive(store: Store): Archive {
  const exclusions = new Exclusions(store)
  const context = { store, exclusions }
  const archive: Archive = {
    async sync(reader, participant, options = {}) {
      return syncConversation(context, reader, participant, syncSettings(options))
    },
    syncAll: (reader, options = {}) => syncAll(context, reader, syncSettings(options)),
    async verify(reader, participant, options = {}) {
      return verifyConversation(context, reader, participant, syncSettings(options))
    },
    messages: (query = {}) => queryMessages(store, query),
    conversations: (query = {}) => queryConversations(store, query),
    reader: (provider, options = {}) => archiveReader(store, provider, options),
    search: (text, query = {}) => searchMessages(store, text, query),
    attachment: (message, index) => findAttachment(store, message, index),
    changes: (options = {}) => followChanges(store, options),
    erase: (participant, options = {}) => erasePerson(context, participant, options),
    async isErased(participant) {
      return exclusions.isErased(checkedPerson(participant))
    },
    prune: (options) => pruneArchive(store, options),
    close: () => store.close(),
    [Symbol.asyncDispose]: () => store.close(),
  }
  return Object.defineProperty(archive, STORE, { value: store })
}
