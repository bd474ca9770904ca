import type { DemoProvider } from './sms.ts'

// The simulator's exchanges are six messages long, so that one is seen whole.
const MESSAGES = '6'
const CONVERSATIONS = '5'

/**
 * What there is to show of a provider, as arguments of `sms`.
 *
 * @param options For every command.
 */
export function commandsFor(
  { provider, capabilities }: DemoProvider,
  participant: string,
  options: readonly string[],
): readonly (readonly string[])[] {
  const { orders, conversations, summary } = capabilities
  // The last exchange, also where the first one comes first.
  const order = orders.length > 1 ? ['--order', 'newest-first'] : []
  return [
    ['messages', provider, participant, '--limit', MESSAGES, ...order, ...options],
    ...(conversations ? [['conversations', provider, '--limit', CONVERSATIONS, ...options]] : []),
    ...(summary ? [['summary', provider, participant, ...options]] : []),
  ]
}
