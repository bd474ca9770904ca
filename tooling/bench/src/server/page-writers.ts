import { conversationsRcs } from '../wire/conversations-rcs.ts'
import { ip1 } from '../wire/ip1.ts'
import { octokit } from '../wire/octokit.ts'
import { openai } from '../wire/openai.ts'
import type { PageWriter } from '../wire/page-writer.ts'
import { smstools } from '../wire/smstools.ts'
import { stripe } from '../wire/stripe.ts'
import { twilio } from '../wire/twilio.ts'

/** A wire shape under an address of its own. */
interface Root {
  readonly writer: PageWriter
  /** Whether the conversation is one list with an `id` in each message, and not as its provider sends it. */
  readonly withIds: boolean
}

/** The wire shapes by the first segment of the path. */
export const pageWriters: ReadonlyMap<string, Root> = new Map([
  ['smstools', { writer: smstools, withIds: false }],
  ['conversations-rcs', { writer: conversationsRcs, withIds: false }],
  ['ip1', { writer: ip1, withIds: false }],
  ['twilio', { writer: twilio, withIds: false }],
  ['octokit', { writer: octokit, withIds: true }],
  // The client knows no other.
  ['v1', { writer: stripe, withIds: true }],
  ['openai', { writer: openai, withIds: true }],
])
