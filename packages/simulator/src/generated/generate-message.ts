import { attachmentNamed } from './attachment.ts'
import { choose } from './choices.ts'
import type { Contact } from './contact.ts'
import type { Details } from './dialogue.ts'
import type { SimulatedMessage } from '../message.ts'
import { hash } from './hash.ts'
import { deliveryOf } from './delivery.ts'
import { patternDirection, dialogueLength } from './message-pattern.ts'
import type { Schedule } from './schedule.ts'

const dayInMilliseconds = 86_400_000

/** Makes one message of a contact's conversation from its number alone. No message depends on another. */
export function generateMessage(number: number, contact: Contact, schedule: Schedule): SimulatedMessage {
  const dialogueIndex = Math.floor(number / dialogueLength)
  // In turn and not at random, so that no dialogue comes twice in a row.
  const dialogue = choose(contact.language.dialogues, contact.seed + dialogueIndex)
  const opening = schedule.timeOf(dialogueIndex * dialogueLength)
  const lines = dialogue(detailsOf(dialogueIndex, opening, contact))
  const line = choose(lines, number % dialogueLength)
  const { text, file } = typeof line === 'string' ? { text: line, file: null } : line
  return {
    number,
    direction: patternDirection(number),
    text,
    time: schedule.timeOf(number),
    attachment: file === null ? null : attachmentNamed(file, hash(contact.seed, number)),
    ...deliveryOf(number, contact.index),
  }
}

function detailsOf(dialogueIndex: number, opening: Date, { seed, language }: Contact): Details {
  const chance = hash(seed, dialogueIndex)
  const hour = 8 + (chance % 6)
  const minutes = choose(['00', '15', '30', '45'], chance >>> 8)
  const tomorrow = new Date(opening.getTime() + dayInMilliseconds)
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
