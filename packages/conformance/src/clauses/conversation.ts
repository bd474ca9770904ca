import type { Clause } from '../clause.ts'
import { expectFields, expectSequence } from '../compare.ts'
import { holds } from '../failure.ts'
import { locateItems } from '../located-items.ts'
import { conversationSchema, expectShape } from '../shape.ts'

const exempts: Clause['exempts'] = ({ conversations }) =>
  conversations ? null : 'it has no `conversations()`'

export const conversationClauses: readonly Clause[] = [
  {
    id: 'CONVERSATION-1',
    sentence: 'A walk over the conversations gives every one once, and ends with the last page.',
    needs: ['conversations'],
    exempts,
    async check(rig) {
      const call = rig.call('conversations')
      expectSequence(await rig.play(call, 'conversations.json'), call, 'conversations.json')
    },
  },
  {
    id: 'CONVERSATION-2',
    sentence: 'A conversation has every field of the contract, in its form, and what the fixture has in it.',
    needs: ['conversations'],
    exempts,
    async check(rig) {
      const call = rig.call('conversations')
      const outcome = await rig.play(call, 'conversations.json')
      for (const [index, item] of outcome.items.entries()) {
        expectShape(conversationSchema, item, `conversations.json, item ${index + 1}`)
      }
      expectFields(outcome, call, 'conversations.json')
    },
  },
  {
    id: 'CONVERSATION-3',
    sentence: '`raw` of a conversation is exactly what the provider sent.',
    needs: ['conversations'],
    exempts,
    async check(rig) {
      const call = rig.call('conversations')
      const { items } = await rig.play(call, 'conversations.json')
      for (const [index, { raw }] of items.entries()) {
        const isSent = call.exchanges.some(({ response }) => locateItems(response.body, [raw]) !== null)
        holds(isSent, `conversations.json, item ${index + 1}: \`raw\` is in no answer.`, raw)
      }
    },
  },
]
