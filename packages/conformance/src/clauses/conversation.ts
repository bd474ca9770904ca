import type { Clause } from '../clause.ts'
import { expectFields, expectSequence } from '../compare.ts'
import { expectNothingLost } from '../expect-nothing-lost.ts'
import { expectThat } from '../expectations.ts'
import { locateItems } from '../located-items.ts'
import { RecordedList } from '../recorded-list.ts'
import type { Harness } from '../harness.ts'
import { conversationSchema, expectShape } from '../shape.ts'

const exempts: Clause['exempts'] = ({ conversations }) =>
  conversations ? null : 'it has no `conversations()`'

export const conversationClauses: readonly Clause[] = [
  {
    id: 'CONVERSATION-1',
    sentence: 'A walk over the conversations gives every one once, and ends with the last page.',
    needs: ['conversations'],
    exempts,
    async check(harness) {
      const call = harness.call('conversations')
      expectSequence(await harness.play(call, 'conversations.json'), call, 'conversations.json')
    },
  },
  {
    id: 'CONVERSATION-2',
    sentence: 'A conversation has every field of the contract, in its form, and what the fixture has in it.',
    needs: ['conversations'],
    exempts,
    async check(harness) {
      const call = harness.call('conversations')
      const outcome = await harness.play(call, 'conversations.json')
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
    async check(harness) {
      const call = harness.call('conversations')
      const { items } = await harness.play(call, 'conversations.json')
      for (const [index, { raw }] of items.entries()) {
        const isSent = call.exchanges.some(({ response }) => locateItems(response.body, [raw]) !== null)
        expectThat(isSent, `conversations.json, item ${index + 1}: \`raw\` is in no answer.`, raw)
      }
    },
  },
  {
    id: 'CONVERSATION-4',
    sentence:
      'If a conversation moves to the front during the walk, it is still yielded once, and so is every other one.',
    needs: ['conversations'],
    follows: ['CONVERSATION-1'],
    exempts,
    check: expectAllDespiteMove,
  },
]

/** Moves each conversation that the first response does not hold to the front, as soon as that response is sent. */
async function expectAllDespiteMove(harness: Harness): Promise<void> {
  const call = harness.call('conversations')
  const { items } = await harness.play(call, 'conversations.json')
  const raws = items.map(({ raw }) => raw)
  const list = new RecordedList(call, raws)
  for (const [at, moving] of [...raws.entries()].slice(list.firstPage)) {
    const moved = [moving, ...raws.toSpliced(at, 1)]
    await expectNothingLost(harness, `conversations.json, item ${at + 1} moves to the front`, {
      call,
      answer: (request, number) => list.respond(request, number === 0 ? raws : moved),
      expected: raws,
    })
  }
}
