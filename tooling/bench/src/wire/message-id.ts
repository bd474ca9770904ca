/** The `id` of a message, for clients that request the messages after it. */
export function messageId(number: number): string {
  return `message_${number}`
}

/** The number of the message after the one with this `id`; without an `id`, of the first. */
export function numberAfter(id: string | null): number {
  return id === null ? 0 : Number(id.slice('message_'.length)) + 1
}
