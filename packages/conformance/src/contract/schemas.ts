import * as v from 'valibot'
import { deliveryStatuses } from './vocabulary.ts'

const text = v.string()
const textOrNull = v.nullable(v.string())
const date = v.nullable(v.date())
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const status = v.picklist(deliveryStatuses)
const channel = v.pipe(v.string(), v.nonEmpty())

// Digits of an international number are E.164 with a plus sign only. A country code does not begin with 0.
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

/** A message as the contract has it. */
export const messageSchema: v.GenericSchema = v.pipe(
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

/** A conversation as the contract has it. */
export const conversationSchema: v.GenericSchema = v.object({
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

/** A summary as the contract has it. */
export const summarySchema: v.GenericSchema = v.object({
  provider: v.pipe(v.string(), v.nonEmpty()),
  participant: v.pipe(v.string(), v.nonEmpty()),
  messages: count,
  segments: count,
  outbound: statusCounts,
  inbound: statusCounts,
  raw: v.unknown(),
})

const order = v.picklist(['newest-first', 'oldest-first'])

/** The capabilities of a reader. */
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
    ({ defaultPageSize, maxPageSize }) => maxPageSize === null || defaultPageSize <= maxPageSize,
    '`defaultPageSize` to be no larger than `maxPageSize`',
  ),
)
