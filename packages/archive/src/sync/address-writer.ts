import type { Direction, Message } from '@sms/core'

type Addresses = Pick<Message, 'direction' | 'channel' | 'from' | 'to'>

/**
 * Writes the channel and the addresses of messages as JSON. Most messages of a conversation have those of the last one in the
 * same direction: then the text of that one is used again.
 */
export class AddressWriter {
  readonly #last = new Map<Direction, { readonly of: Addresses; readonly text: string }>()

  write(message: Addresses): string {
    const { direction, channel, from, to } = message
    const last = this.#last.get(direction)
    if (last !== undefined && last.of.channel === channel && last.of.from === from && last.of.to === to)
      return last.text
    const text = JSON.stringify([channel, from, to])
    this.#last.set(direction, { of: message, text })
    return text
  }
}
