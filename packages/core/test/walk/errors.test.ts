import { inspect } from 'node:util'
import { SmsError } from '@sms/core'
import { describe, expect, test } from 'vitest'
import {
  type Item,
  outcomeOf,
  type Script,
  ScriptedList,
  serve,
  settle,
  STYLES,
  type Style,
  textsOf,
  unhandledBy,
} from './scripted-list.ts'

const NUMBER = '46701740605'
const ITEMS: readonly Item[] = Array.from({ length: 200 }, (_, index) => ({
  id: `canary-id-${index}`,
  text: `canary-text-${index} from +${NUMBER}`,
}))

/** What is asked for to read the third page of 50. */
const THIRD = { counted: 3, numbered: 3, offsets: 99, tokens: 100 }

describe.each(STYLES)('20: an error on the third of %s pages', (style) => {
  const failure = new SmsError('invalid_response', 'The answer is not as documented.', {
    provider: 'scripted',
  })

  function failing(): ScriptedList {
    const script = serve(style, ITEMS)
    return new ScriptedList(style, (asked) =>
      asked.position === THIRD[style] ? Promise.reject(failure) : script(asked),
    )
  }

  test.each([1, 4])(
    'ends the walk after the pages before it, with %i requests at once',
    async (concurrency) => {
      const list = failing()
      const unhandled = await unhandledBy(async () => {
        const { texts, error } = await outcomeOf(list.read({ pageSize: 50, concurrency }))
        expect(error).toBe(failure)
        expect(texts).toEqual(textsOf(ITEMS.slice(0, 100)))
        const asked = list.asked.length
        await settle()
        expect(list.asked).toHaveLength(asked)
        expect(list.inFlight).toBe(0)
      })
      expect(unhandled).toEqual([])
    },
  )

  test('is not seen by a walk that ends before it', async () => {
    const list = failing()
    const unhandled = await unhandledBy(async () => {
      const given: string[] = []
      for await (const { text } of list.read({ pageSize: 50 })) {
        given.push(text)
        if (given.length === 50) await settle()
        if (given.length === 60) break
      }
      expect(given).toEqual(textsOf(ITEMS.slice(0, 60)))
    })
    expect(unhandled).toEqual([])
  })
})

describe.each<{ style: Style; script: Script }>([
  { style: 'counted', script: () => ({ items: ITEMS.slice(0, 10), total: 100 }) },
  { style: 'numbered', script: () => ({ items: ITEMS.slice(0, 10) }) },
  { style: 'offsets', script: () => ({ items: ITEMS.slice(0, 10), more: true }) },
  { style: 'tokens', script: () => ({ items: ITEMS.slice(0, 10), next: `canary-token+${NUMBER}` }) },
])('an error of $style pages that contradict each other', ({ style, script }) => {
  test('names the provider and shows nothing of any item', async () => {
    const { error } = await outcomeOf(new ScriptedList(style, script).read())
    expect(error).toMatchObject({ code: 'pagination', provider: 'scripted', retryable: false })
    expect(error?.message).toContain('scripted')
    const shown = [
      error?.message,
      error?.stack,
      JSON.stringify(error),
      inspect(error, { depth: 9, showHidden: true }),
    ].join('\n')
    expect(shown).not.toContain('canary')
    expect(shown).not.toContain(NUMBER)
  })
})
