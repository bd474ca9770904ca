/**
 * What an archive in another database is made of: the store that it has to implement, and what every store shares. It is for
 * `@sms/archive-postgres`, and may change with any release.
 *
 * @module @sms/archive/store
 */
export type * from './store/store.ts'
export { hasChanged, parseBody, unsignedUrl, type MessageBody } from './message-body.ts'
export { messageTokens } from './search/message-tokens.ts'
export { searchTerms, type SearchTerm } from './search/search-terms.ts'
export { tokenize } from './search/tokenize.ts'
export { startArchive } from './start-archive.ts'
export { GAP } from './store/gap.ts'
export { leftOutKey, NO_KEY, OLD_KEY } from './store/left-out-key.ts'
