import * as v from 'valibot'
import { deliveryStatuses } from './contract.ts'
import { ClauseFailure } from './expectations.ts'

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

/** @throws {ClauseFailure} unless a value has the shape. */
export function expectShape(schema: v.GenericSchema, value: unknown, what: string): void {
  const result = v.safeParse(schema, value)
  if (result.success) return
  const [issue] = result.issues
  const path = v.getDotPath(issue)
  throw new ClauseFailure(`${what}${path === null ? '' : `, \`${path}\``}: not as the contract has it.`, {
    expected: issue.expected ?? issue.message,
    actual: issue.input,
  })
}
