import { messageSchema } from '../../contract/schemas.ts'
import { expectError, expectSame, expectShape, expectThat } from '../../harness/expectations.ts'
import type { Harness } from '../../harness/harness.ts'
import { exchangesWith, type LocatedPage, locatePage } from '../../variations/located-page.ts'
import type { Clause } from '../clause.ts'

type RawItem = LocatedPage['items'][number]

const UNKNOWN_WORD = 'teleported_twice'

export const MESSAGE_11: Clause = {
  id: 'MESSAGE-11',
  sentence:
    'A field that is null, absent or malformed is accepted, or is `invalid_response`, and the error names it.',
  needs: ['both-directions'],
  follows: ['MESSAGE-1', 'MESSAGE-2'],
  async check(harness) {
    const played = await harness.play('both-directions')
    const page = locatePage(played, 0)
    for (const field of new Set(page.items.flatMap((item) => Object.keys(item)))) {
      for (const change of [nulled, without, misshapen]) {
        const items = page.items.map((item) => change(item, field))
        await expectAcceptedOrNamed(harness, page, items, field, played.items.length)
      }
    }
  },
}

export const MESSAGE_13: Clause = {
  id: 'MESSAGE-13',
  sentence:
    'A word that is not documented becomes `unknown`, stays the same if the contract allows any word, or is `invalid_response`, and the error names the field.',
  needs: ['both-directions'],
  follows: ['MESSAGE-1', 'MESSAGE-2'],
  async check(harness) {
    const played = await harness.play('both-directions')
    const page = locatePage(played, 0)
    for (const field of new Set(page.items.flatMap(wordFields))) {
      const items = page.items.map((item) => ({ ...item, [field]: UNKNOWN_WORD }))
      await expectAcceptedOrNamed(harness, page, items, field, played.items.length)
    }
  },
}

/** @param length The number of messages that the call yields if it accepts the items. */
async function expectAcceptedOrNamed(
  harness: Harness,
  page: LocatedPage,
  changed: readonly object[],
  field: string,
  length: number,
): Promise<void> {
  const { label, error, items } = await harness.play('both-directions', {
    what: `with another \`${field}\``,
    exchanges: exchangesWith(page, changed),
    isWhole: false,
  })
  if (error !== undefined) {
    const { issues = [] } = expectError(error, 'invalid_response', label)
    const keys = issues.flatMap(({ path }) => path.split('.'))
    // The issue of another participant's message, or of one without a direction, has the path of the whole message.
    const isNamed = keys.includes(field) || keys.some((key) => /^\d+$/.test(key))
    expectThat(isNamed, `${label}: \`issues\` names the field.`, issues)
    return
  }
  expectSame(items.length, length, `${label}: items`)
  for (const item of items) expectShape(messageSchema, item, label)
}

function nulled(item: RawItem, field: string): object {
  return { ...item, [field]: null }
}

function without(item: RawItem, field: string): object {
  const { [field]: _, ...others } = item
  return others
}

function misshapen(item: RawItem, field: string): object {
  return { ...item, [field]: { unexpected: true } }
}

/** The fields whose value may be one of a few words, which a provider may add to. */
function wordFields(item: RawItem): readonly string[] {
  return Object.keys(item).filter((field) => {
    const value = item[field]
    return typeof value === 'string' && /^[A-Za-z][A-Za-z_ ]{1,19}$/.test(value)
  })
}
