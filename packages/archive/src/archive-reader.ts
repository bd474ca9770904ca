import type { Capabilities, Message, MessageReader, MessagesOptions, Paginated } from '@sms/core'
import {
  makeReader,
  messagesSettings,
  paginate,
  participantDigits,
  phoneNumberDigits,
  walkTokens,
} from '@sms/core/provider'
import { checkAccount, checkNames, invalidOption } from './check-options.ts'
import type { ArchiveReaderOptions } from './contract/archive-query.ts'
import { type StoredList, storedList } from './stored-list.ts'
import { LARGEST_PAGE, PAGE_SIZE } from './page-size.ts'
import { archivedParticipant } from './participant.ts'
import type { StoredMessage } from './store/message-store.ts'
import type { Store } from './store/store.ts'
import { toMessage } from './to-archived.ts'

const ORDER = 'oldest-first'

const CAPABILITIES: Capabilities = Object.freeze({
  order: ORDER,
  orders: Object.freeze([ORDER, 'newest-first'] as const),
  total: false,
  timestamps: true,
  conversations: false,
  summary: false,
  defaultPageSize: PAGE_SIZE,
  maxPageSize: LARGEST_PAGE,
})

/** A reader of what is stored of one account: see `Archive.reader`. */
export function archiveReader(store: Store, provider: string, options: ArchiveReaderOptions): MessageReader {
  if (typeof provider !== 'string' || provider === '')
    throw invalidOption('provider', 'the name of a provider')
  checkNames(options, ['account'])
  const account = checkAccount(options.account)
  const messages = (participant: unknown, callOptions: MessagesOptions = {}): Paginated<Message> => {
    const whom = parseParticipant(provider, participant)
    const settings = messagesSettings(provider, CAPABILITIES, callOptions)
    const { direction, since, until, order = ORDER, signal } = settings
    const listed = {
      provider,
      account,
      participants: [whom],
      direction,
      since,
      until,
      order,
      withoutVanished: true,
    }
    return paginate<StoredMessage, Message, StoredList>({
      provider,
      cursorScope: [store.id, 'reader', provider, account, whom, direction, since, until, order],
      settings,
      walk: walkTokens,
      list: () => storedList(store, listed, signal),
      normalize: toMessage,
    })
  }
  return makeReader(provider, CAPABILITIES, { messages })
}

const OTHER_FORMS = ['another name with a letter, as the provider accepts it']

/**
 * A participant as the archive writes it. What is no phone number but has a letter is a name that only the provider can
 * check, such as an e-mail address, an id or the name of a sender.
 *
 * @throws {SmsError} `invalid_argument` for anything else, such as a national number.
 */
function parseParticipant(provider: string, participant: unknown): string {
  const isName =
    typeof participant === 'string' &&
    phoneNumberDigits(participant) === null &&
    /\p{Letter}/u.test(participant.replace(/^tel:/i, ''))
  return isName
    ? archivedParticipant(participant)
    : `+${participantDigits(provider, participant, OTHER_FORMS)}`
}
