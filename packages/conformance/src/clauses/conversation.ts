import { conversationSchema } from '../contract/schemas.ts'
import {
  expectRecordedFields,
  expectRecordedItems,
  expectShape,
  expectThat,
} from '../harness/expectations.ts'
import type { Harness } from '../harness/harness.ts'
import { locateItems } from '../variations/located-items.ts'
import { RecordedList } from '../variations/recorded-list.ts'
import type { Clause } from './clause.ts'
import { expectNothingLost } from './expect-nothing-lost.ts'

const exemptsWithoutConversations: Clause['exempts'] = ({ conversations }) =>
  conversations ? null : 'it has no `conversations()`'

export const CONVERSATION_1: Clause = {
  id: 'CONVERSATION-1',
  sentence: 'A walk over the conversations yields every conversation once, and ends with the last page.',
  needs: ['conversations'],
  exempts: exemptsWithoutConversations,
  async check(harness) {
    expectRecordedItems(await harness.play('conversations'))
  },
}

export const CONVERSATION_2: Clause = {
  id: 'CONVERSATION-2',
  sentence:
    'A conversation has every field of the contract in the right form, with the value that the fixture records.',
  needs: ['conversations'],
  exempts: exemptsWithoutConversations,
  async check(harness) {
    const played = await harness.play('conversations')
    for (const [index, item] of played.items.entries()) {
      expectShape(conversationSchema, item, `conversations.json, item ${index + 1}`)
    }
    expectRecordedFields(played)
  },
}

export const CONVERSATION_3: Clause = {
  id: 'CONVERSATION-3',
  sentence: '`raw` of a conversation is exactly what the provider sent.',
  needs: ['conversations'],
  exempts: exemptsWithoutConversations,
  async check(harness) {
    const { call, items } = await harness.play('conversations')
    for (const [index, { raw }] of items.entries()) {
      const isSent = call.exchanges.some(({ response }) => locateItems(response.body, [raw]) !== null)
      expectThat(isSent, `conversations.json, item ${index + 1}: \`raw\` is in a response.`, raw)
    }
  },
}

export const CONVERSATION_4: Clause = {
  id: 'CONVERSATION-4',
  sentence: 'If a conversation moves to the front during the walk, every conversation is still yielded once.',
  needs: ['conversations'],
  follows: ['CONVERSATION-1'],
  exempts: exemptsWithoutConversations,
  check: expectAllDespiteMove,
}

/** Moves each conversation that is not on the first page to the front after the first response. */
async function expectAllDespiteMove(harness: Harness): Promise<void> {
  const { call, items } = await harness.play('conversations')
  const expected = items.map(({ raw }) => raw)
  const list = new RecordedList(call, expected)
  for (const [at, moving] of [...expected.entries()].slice(list.firstPage)) {
    const moved = [moving, ...expected.toSpliced(at, 1)]
    const what = `conversations.json, item ${at + 1} moves to the front`
    await expectNothingLost(harness, { what, call, expected }, (request, number) =>
      list.respond(request, number === 0 ? expected : moved),
    )
  }
}
