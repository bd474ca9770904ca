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
  type Style,
  STYLES,
  textsOf,
  unhandledRejectionsOf,
} from './scripted-list.ts'

const NUMBER = '46701740605'
const ITEMS: readonly Item[] = Array.from({ length: 200 }, (_, index) => ({
  id: `canary-id-${index}`,
  text: `canary-text-${index} from +${NUMBER}`,
}))

/** The position of the third page of 50. */
const THIRD = { counted: 3, numbered: 3, offsets: 99, tokens: 100 }

describe.each(STYLES)('an error on the third of %s pages [broken-item]', (style) => {
  const failure = new SmsError('invalid_response', 'The response is not as documented.', {
    provider: 'scripted',
  })

  function failingList(): ScriptedList {
    const script = serve(style, ITEMS)
    return new ScriptedList(style, (request) =>
      request.position === THIRD[style] ? Promise.reject(failure) : script(request),
    )
  }

  test.each([1, 4])('ends the walk after the pages before it, with concurrency %i', async (concurrency) => {
    const list = failingList()
    const unhandled = await unhandledRejectionsOf(async () => {
      const { texts, error } = await outcomeOf(list.read({ pageSize: 50, concurrency }))
      expect(error).toBe(failure)
      expect(texts).toEqual(textsOf(ITEMS.slice(0, 100)))
      const requestCount = list.requests.length
      await settle()
      expect(list.requests).toHaveLength(requestCount)
      expect(list.inFlight).toBe(0)
    })
    expect(unhandled).toEqual([])
  })

  test('is not thrown by a walk that ends before it', async () => {
    const list = failingList()
    const unhandled = await unhandledRejectionsOf(async () => {
      const yielded: string[] = []
      for await (const { text } of list.read({ pageSize: 50 })) {
        yielded.push(text)
        if (yielded.length === 50) await settle()
        if (yielded.length === 60) break
      }
      expect(yielded).toEqual(textsOf(ITEMS.slice(0, 60)))
    })
    expect(unhandled).toEqual([])
  })
})

describe.each<{ style: Style; script: Script }>([
  { style: 'counted', script: () => ({ items: ITEMS.slice(0, 10), total: 100 }) },
  { style: 'numbered', script: () => ({ items: ITEMS.slice(0, 10) }) },
  { style: 'offsets', script: () => ({ items: ITEMS.slice(0, 10), more: true }) },
  { style: 'tokens', script: () => ({ items: ITEMS.slice(0, 10), next: `canary-token+${NUMBER}` }) },
])('the error of $style pages that contradict each other', ({ style, script }) => {
  test('names the provider and shows no part of an item', async () => {
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
