import { attachmentNamed } from './attachment.ts'
import { choose } from './choices.ts'
import type { Contact } from './contact.ts'
import type { Details } from './dialogue.ts'
import type { SimulatedMessage } from './message.ts'
import { hash } from './hash.ts'
import { outcomeOf } from './outcome.ts'
import { directionOf, exchangeLength } from './message-pattern.ts'
import type { Schedule } from './schedule.ts'

const day = 86_400_000

/** One message of a contact's conversation, made from nothing but its number: no message depends on another. */
export function generateMessage(number: number, contact: Contact, schedule: Schedule): SimulatedMessage {
  const exchange = Math.floor(number / exchangeLength)
  const time = schedule.timeOf(number)
  const { dialogues } = contact.language
  // In turn and not at random, so that the same dialogue never comes twice in a row.
  const dialogue = choose(dialogues, contact.seed + exchange)
  const opening = schedule.timeOf(exchange * exchangeLength)
  const lines = dialogue(detailsOf(exchange, opening, contact))
  const line = choose(lines, number % exchangeLength)
  const { text, file } = typeof line === 'string' ? { text: line, file: null } : line
  return {
    number,
    direction: directionOf(number),
    text,
    time,
    attachment: file === null ? null : attachmentNamed(file, hash(contact.seed, number)),
    ...outcomeOf(number, contact.index),
  }
}

function detailsOf(exchange: number, opening: Date, { seed, language }: Contact): Details {
  const chance = hash(seed, exchange)
  const hour = 8 + (chance % 6)
  const minutes = choose(['00', '15', '30', '45'], chance >>> 8)
  const tomorrow = new Date(opening.getTime() + day)
  return {
    order: String(100_000 + (hash(chance, 1) % 900_000)),
    code: String(1000 + (hash(chance, 2) % 9000)),
    amount: String(5 + (hash(chance, 3) % 395)),
    time: `${String(hour).padStart(2, '0')}:${minutes}`,
    later: `${hour + 3}:${minutes}`,
    weekday: choose(language.weekdays, tomorrow.getUTCDay()),
    agent: choose(language.agents, chance >>> 16),
  }
}
