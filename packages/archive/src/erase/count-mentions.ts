import { phoneNumberDigits } from '@sms/core/provider'
import { parseBody } from '../message-body.ts'
import type { Store } from '../store/store.ts'
import { formsOfAddress, formsOfPerson } from './address-forms.ts'

const BATCH = 1000

// Digits, with what is usual between them.
const NUMBERS = /[+(]*\d[\d\p{Zs}().\p{Dash}/\u200b-\u200f\u202a-\u202e\u2066-\u2069]{4,}\d/gu

const ENDS_WORD = /[\p{L}\p{N}]$/u
const BEGINS_WORD = /^[\p{L}\p{N}]/u

/** Counts the stored messages whose text shows an address of a person in a usual spelling. */
export async function countMentions(store: Store, person: string): Promise<number> {
  const isMention = phoneNumberDigits(person) === null ? showsText(person) : showsNumber(person)
  let count = 0
  for (let after = 0; ;) {
    const rows = await store.readBodies(after, BATCH)
    for (const { body } of rows) if (isMention(parseBody(body, null).text)) count += 1
    after = rows.at(-1)?.id ?? after
    if (rows.length < BATCH) return count
  }
}

function showsNumber(person: string): (text: string) => boolean {
  const forms = new Set(formsOfPerson(person))
  return (text) =>
    (text.match(NUMBERS) ?? []).some((number) =>
      formsOfAddress(number.replaceAll('/', '')).some((form) => forms.has(form)),
    )
}

function showsText(person: string): (text: string) => boolean {
  const [form] = formsOfPerson(person)
  const wanted = form.toLowerCase()
  return (text) => {
    const within = text.toLowerCase()
    for (let at = within.indexOf(wanted); at !== -1; at = within.indexOf(wanted, at + 1)) {
      const around = [within.slice(0, at), within.slice(at + wanted.length)] as const
      if (!ENDS_WORD.test(around[0]) && !BEGINS_WORD.test(around[1])) return true
    }
    return false
  }
}
