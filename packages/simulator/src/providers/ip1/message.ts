import { type Account, withoutPlus } from '../../conversation/account.ts'
import { choose } from '../../generated/choices.ts'
import type { SimulatedMessage } from '../../message.ts'
import { objectId } from './object-id.ts'
import { dataCodingOf, segmentsOf } from './segments.ts'
import { durationOf, statusCodes } from './status.ts'

const pricePerSegment = 0.0416

/** @param participant The participant's MSISDN, as the request names it. */
export function ip1Message(message: SimulatedMessage, participant: string, account: Account): object {
  const { number, direction, text, time, state, cause } = message
  const own = withoutPlus(account.phoneNumber)
  const isOutbound = direction === 'outbound'
  const code = choose(statusCodes[state], cause)
  const segments = segmentsOf(text)
  const price = isOutbound ? Number((segments * pricePerSegment).toFixed(4)) : 0
  const changed = iso(new Date(time.getTime() + 2000))
  return {
    id: objectId(time, Number(participant), number),
    batchId: objectId(time, Number(participant) + 1, number),
    owner: 'ip1-SIMULATED',
    sender: isOutbound ? own : participant,
    recipient: isOutbound ? participant : own,
    body: text,
    direction: isOutbound ? 'mt' : 'mo',
    segments,
    type: 'SMS',
    datacoding: dataCodingOf(text),
    priority: 1,
    // A number in the documented example, a string in the table below it.
    price: number % 2 === 0 ? price : String(price),
    currency: 'EUR',
    statuses: [{ created: changed, code, duration: durationOf(code) }],
    modified: changed,
    reference: `message-${number}`,
    // "If provided by the upstream carrier". The participants' numbers belong to the Swedish operator 240 01.
    ...(code === 201 && { mcc: '240', mnc: '01' }),
  }
}

/** "2018-10-23T17:43:21Z" */
function iso(time: Date): string {
  return time.toISOString().replace('.000', '')
}
