import {
  addDetails,
  type ApiResponse,
  checkShape,
  invalidResponse,
  type ItemDetail,
  itemIdentity,
  type ListByToken,
} from '@sms/core/provider'
import { directionOf, idOf, mediaCount, stableFields } from './normalize.ts'
import { createMessageCheck, type Side } from './participant.ts'
import { mediaSchema, pageSchema, type TwilioMessage } from './schema.ts'

const DAY = 24 * 60 * 60 * 1000

/** The bounds of a list in time. */
export interface TimeFilter {
  readonly since: Date | undefined
  readonly until: Date | undefined
}

/**
 * The messages to an address or from it, newest first (`GET /Messages.json`). Twilio has no list of both.
 *
 * @param withMedia Whether the files of each message are requested as well.
 */
export function messageList(
  side: Side,
  participant: string,
  { since, until }: TimeFilter,
  withMedia: boolean,
): ListByToken<TwilioMessage> {
  const isWithParticipant = createMessageCheck(participant)
  return {
    newestFirst: true,
    itemsPath: 'messages',
    request: (token, size) => ({
      path: '/Messages.json',
      query: {
        [side]: participant,
        // Days in GMT, both included, but `<=` ends when its day begins: so each is a day wider than what is wanted.
        'DateSent>': dayAt(since, -DAY),
        'DateSent<': dayAt(until, DAY),
        PageSize: size,
        ...(token !== null && pageOf(token)),
      },
    }),
    read(response) {
      const { messages, next_page_uri } = checkShape(pageSchema, response)
      return { items: messages, next: nextToken(response, next_page_uri) }
    },
    identify: (message) => itemIdentity(idOf(message), () => stableFields(message)),
    check(message) {
      if (directionOf(message) === null) return 'inbound or outbound'
      return isWithParticipant(message) ? null : 'a message to or from the participant'
    },
    detail: withMedia ? MEDIA : undefined,
  }
}

/** The files of a message (`GET /Messages/{sid}/Media.json`), in one page: as many as Twilio allows. */
const MEDIA: ItemDetail<TwilioMessage> = {
  add: addDetails,
  request(message) {
    const sid = idOf(message)
    if (sid === null || mediaCount(message) === 0) return null
    return { path: `/Messages/${encodeURIComponent(sid)}/Media.json`, query: { PageSize: 1000 } }
  },
  read: (response, message) => ({ ...message, media_list: checkShape(mediaSchema, response).media_list }),
}

/**
 * The token of the next page. The link that has it is never followed: it repeats the filters, and could point anywhere.
 * Whether a token is good without its page number is not documented, so both are kept.
 */
function nextToken(response: ApiResponse, link: string | null | undefined): string | null {
  if (link === null || link === undefined || link === '') return null
  const query = new URLSearchParams(link.slice(link.indexOf('?') + 1))
  const page = query.get('Page') ?? ''
  const token = query.get('PageToken') ?? ''
  if (/^\d{1,9}$/.test(page) && token !== '') return `${page} ${token}`
  throw invalidResponse(response, { path: 'next_page_uri', expected: 'a link with Page and PageToken' })
}

function pageOf(token: string): { readonly Page: string; readonly PageToken: string } {
  const end = token.indexOf(' ')
  return { Page: token.slice(0, end), PageToken: token.slice(end + 1) }
}

/** The day of a time; undefined if it has no year of four digits. */
function dayAt(time: Date | undefined, shift: number): string | undefined {
  if (time === undefined) return undefined
  const shifted = new Date(time.getTime() + shift)
  if (Number.isNaN(shifted.getTime())) return undefined
  return /^\d{4}-\d\d-\d\d/.exec(shifted.toISOString())?.[0]
}
