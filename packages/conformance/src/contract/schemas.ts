import type { Conversation, Message } from '@sms/core'
import * as v from 'valibot'
import { deliveryStatuses } from './vocabulary.ts'

const text = v.string()
const textOrNull = v.nullable(v.string())
const date = v.nullable(v.date())
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const status = v.picklist(deliveryStatuses)
const channel = v.pipe(v.string(), v.nonEmpty())

// An international number has a plus sign in E.164. A country code does not begin with 0.
const address = v.nullable(
  v.pipe(
    v.string(),
    v.check(
      (value) => !/^[1-9][0-9]{7,14}$/.test(value),
      'a phone number to be in E.164, with its plus sign',
    ),
    v.check((value) => !value.startsWith('+0'), 'a country code after a plus sign'),
  ),
)

/** The shape of a message in the contract. Its type fails to compile if a field is missing. */
export const messageSchema: v.GenericSchema<unknown, Message> = v.pipe(
  v.object({
    provider: v.pipe(v.string(), v.nonEmpty()),
    id: textOrNull,
    key: v.pipe(v.string(), v.nonEmpty()),
    direction: v.picklist(['inbound', 'outbound']),
    channel,
    from: address,
    to: address,
    text,
    attachments: v.array(v.object({ name: textOrNull, url: text, contentType: textOrNull })),
    timestamp: date,
    status,
    segments: v.nullable(count),
    price: v.nullable(
      v.object({ amount: v.pipe(v.number(), v.finite()), currency: v.pipe(v.string(), v.nonEmpty()) }),
    ),
    raw: v.unknown(),
  }),
  v.check(
    (message) => message.direction === 'outbound' || message.status === 'received',
    'an inbound message to be `received`',
  ),
)

/** The shape of a conversation in the contract. */
export const conversationSchema: v.GenericSchema<unknown, Conversation> = v.object({
  provider: v.pipe(v.string(), v.nonEmpty()),
  id: v.pipe(v.string(), v.nonEmpty()),
  participant: address,
  name: textOrNull,
  channel,
  from: address,
  firstMessageAt: date,
  lastMessageAt: date,
  lastMessage: textOrNull,
  messageCount: v.nullable(count),
  raw: v.unknown(),
})

const statusCounts = v.strictObject(
  Object.fromEntries(
    deliveryStatuses.map((name) => [name, v.optional(v.object({ messages: count, segments: count }))]),
  ),
)

/** The shape of a summary in the contract. */
export const summarySchema: v.GenericSchema = v.object({
  provider: v.pipe(v.string(), v.nonEmpty()),
  participant: v.pipe(v.string(), v.nonEmpty()),
  messages: count,
  segments: count,
  outbound: statusCounts,
  inbound: statusCounts,
  raw: v.unknown(),
})

/** The largest `pageSize` if a provider states no maximum. */
const LARGEST_PAGE = 10_000

const order = v.picklist(['newest-first', 'oldest-first'])

/** The shape of a reader's capabilities in the contract. */
export const capabilitiesSchema: v.GenericSchema = v.pipe(
  v.object({
    order: v.union([order, v.literal('unspecified')]),
    orders: v.array(order),
    total: v.boolean(),
    timestamps: v.boolean(),
    conversations: v.boolean(),
    summary: v.boolean(),
    defaultPageSize: v.pipe(v.number(), v.integer(), v.minValue(1)),
    maxPageSize: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  }),
  v.check(
    ({ order: usual, orders }) => usual === 'unspecified' || orders.includes(usual),
    '`order` to be among `orders`',
  ),
  v.check(
    ({ defaultPageSize, maxPageSize }) => defaultPageSize <= (maxPageSize ?? LARGEST_PAGE),
    `\`defaultPageSize\` to be no larger than \`maxPageSize\`, or than ${LARGEST_PAGE} if that is null`,
  ),
)
