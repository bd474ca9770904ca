import type { Message } from '@sms/core'
import { messageSchema } from '../../contract/schemas.ts'
import type { ScenarioName } from '../../fixture/scenario-name.ts'
import { expectRecordedFields, expectSame, expectShape } from '../../harness/expectations.ts'
import type { Harness } from '../../harness/harness.ts'
import type { Clause } from '../clause.ts'

const MESSAGE_SCENARIOS: readonly ScenarioName[] = ['several-pages', 'both-directions']

/** The scenarios whose messages are checked. An API without texts cannot show `unicode`. */
function shownScenarios({ fixtures }: Harness): readonly ScenarioName[] {
  return fixtures.absent.has('unicode') ? MESSAGE_SCENARIOS : [...MESSAGE_SCENARIOS, 'unicode']
}

export const MESSAGE_1: Clause = {
  id: 'MESSAGE-1',
  sentence:
    'A message has every field of the contract in the right form: phone numbers in E.164, and `received` if it is inbound.',
  needs: MESSAGE_SCENARIOS,
  async check(harness) {
    for (const name of shownScenarios(harness)) {
      for (const { items } of await harness.playAll(name)) {
        for (const [index, item] of items.entries()) {
          expectShape(messageSchema, item, `${name}.json, item ${index + 1}`)
          expectSame(item.provider, harness.provider, `${name}.json, item ${index + 1}, \`provider\``)
        }
      }
    }
  },
}

export const MESSAGE_4: Clause = {
  id: 'MESSAGE-4',
  sentence: 'Every field has the value that the fixture records for it.',
  needs: MESSAGE_SCENARIOS,
  follows: ['MESSAGE-1', 'MESSAGE-3', 'MESSAGE-5', 'MESSAGE-6'],
  async check(harness) {
    for (const name of shownScenarios(harness)) {
      for (const played of await harness.playAll(name)) expectRecordedFields(played)
    }
  },
}

export const MESSAGE_6: Clause = {
  id: 'MESSAGE-6',
  sentence: 'A text is the same as it was sent, in any script.',
  needs: ['unicode'],
  async check(harness) {
    const { call, items } = await harness.play('unicode')
    const texts = (items as readonly Message[]).map(({ text }) => text)
    const recorded = call.outcome.items?.map(({ text }) => text)
    expectSame(texts, recorded, 'unicode.json: texts')
  },
}
