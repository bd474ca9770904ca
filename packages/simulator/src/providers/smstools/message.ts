import { type Account, withoutPlus } from '../../conversation/account.ts'
import { choose, type Choices } from '../../generated/choices.ts'
import { hash } from '../../generated/hash.ts'
import type { SimulatedMessage } from '../../message.ts'
import { statusWords } from './status.ts'

const months: Choices<string> = [
  'jan',
  'feb',
  'mar',
  'apr',
  'may',
  'jun',
  'jul',
  'aug',
  'sep',
  'oct',
  'nov',
  'dec',
]

/** @param phone The participant, as the request names it. */
export function smstoolsMessage(message: SimulatedMessage, phone: string, account: Account): object {
  const { number, direction, text, attachment, time, state, cause } = message
  const own = withoutPlus(account.phoneNumber)
  const isOutbound = direction === 'outbound'
  return {
    messageId: isOutbound ? `${hash(Number(phone), number).toString(36)}-${number.toString(36)}` : null,
    direction,
    sender: isOutbound ? own : phone,
    receiver: isOutbound ? phone : own,
    message: text,
    file: attachment && [{ name: attachment.name, image: attachment.url, mime: attachment.contentType }],
    datetime: localised(time),
    unixDatetime: time.getTime() / 1000,
    deliveryStatus: choose(statusWords[state], cause),
  }
}

/** "05 jun 2025, 08:44:46". The `unixDatetime` of the documented example shows that this is UTC. */
function localised(time: Date): string {
  const day = String(time.getUTCDate()).padStart(2, '0')
  const clock = time.toISOString().slice(11, 19)
  return `${day} ${choose(months, time.getUTCMonth())} ${time.getUTCFullYear()}, ${clock}`
}
