import type { Message } from '@sms/core'
import { expectSame, expectSuccess } from '../../harness/expectations.ts'
import { withText } from '../../variations/located-items.ts'
import type { Clause } from '../clause.ts'

export const MESSAGE_5: Clause = {
  id: 'MESSAGE-5',
  sentence: 'The participant is the sender of an `inbound` message and the receiver of an `outbound` one.',
  needs: ['both-directions'],
  async check(harness) {
    const { call, items } = await harness.play('both-directions')
    for (const [index, item] of (items as readonly Message[]).entries()) {
      const side = item.direction === 'inbound' ? 'from' : 'to'
      if (call.outcome.items?.[index]?.[side] !== call.participant) continue
      expectSame(item[side], call.participant, `both-directions.json, item ${index + 1}`)
    }
  },
}

export const MESSAGE_16: Clause = {
  id: 'MESSAGE-16',
  sentence:
    'The provider may send the participant’s number in any spelling. An international one becomes E.164, and a national one stays the same.',
  needs: ['both-directions'],
  follows: ['MESSAGE-2', 'MESSAGE-5', 'PAGE-2', 'ERROR-15'],
  async check(harness) {
    const call = harness.call('both-directions')
    const digits = (call.participant ?? '').replace('+', '')
    const written = new RegExp(`"(?:\\+|00)?${digits}"|(?<=:)${digits}(?=[,}])`, 'g')
    for (const { spelling, shown } of spellingsOf(digits)) {
      const exchanges = call.exchanges.map((exchange) =>
        withText(exchange, (text) => text.replaceAll(written, JSON.stringify(spelling))),
      )
      const what = `with the participant spelled ${spelling}`
      const { label, items, error } = await harness.play('both-directions', { what, exchanges })
      expectSuccess({ error }, label)
      expectSame(items.length, call.outcome.items?.length, `${label}: items`)
      for (const [index, item] of (items as readonly Message[]).entries()) {
        const side = item.direction === 'inbound' ? 'from' : 'to'
        if (call.outcome.items?.[index]?.[side] !== call.participant) continue
        expectSame(item[side], shown, `${label}, item ${index + 1}, \`${side}\``)
      }
    }
  },
}

interface ParticipantSpelling {
  readonly spelling: string
  /** The form in which a message has it. */
  readonly shown: string
}

/** Spellings of a number. Its country code has two digits, as in every number that fixtures may have. */
function spellingsOf(digits: string): readonly ParticipantSpelling[] {
  const [countryCode, national] = [digits.slice(0, 2), digits.slice(2)]
  const international = [
    digits,
    `+${digits}`,
    `00${digits}`,
    `+${countryCode} ${national}`,
    `${countryCode}-${national}`,
  ]
  const others = [
    `0${national}`,
    `0${national.slice(0, 2)}-${national.slice(2)}`,
    `+${digits.slice(0, -4)}XXXX`,
  ]
  return [
    ...international.map((spelling) => ({ spelling, shown: `+${digits}` })),
    ...others.map((spelling) => ({ spelling, shown: spelling })),
  ]
}
