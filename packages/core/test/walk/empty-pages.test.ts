import { describe, expect, test } from 'vitest'
import { makeItems, outcomeOf, ScriptedList, serve, STYLES, textsOf } from './scripted-list.ts'

describe.each([1, 4])('with concurrency %i', (concurrency) => {
  describe('an empty page [empty-page]', () => {
    const items = makeItems(40)

    test.each([2, 3])('in place of page %i does not end a list with a larger total', async (empty) => {
      const script = serve('counted', items)
      const list = new ScriptedList('counted', async (request) => {
        const response = await script(request)
        return request.position === empty ? { ...response, items: [] } : response
      })
      const { texts, error } = await outcomeOf(list.read({ concurrency }))
      const reachable = items.filter((_, index) => Math.floor(index / 10) + 1 !== empty)
      expect(error).toBeNull()
      expect(texts).toEqual(textsOf(reachable))
      expect(list.requests.length).toBeLessThanOrEqual(2 * (4 + 3))
    })

    test.each([2, 3])(
      'that comes once in place of page %i loses no item of a list with links',
      async (empty) => {
        const script = serve('offsets', items)
        let isEmptied = false
        const list = new ScriptedList('offsets', (request) => {
          if (isEmptied || request.position !== (empty - 1) * 10 - 1) return script(request)
          isEmptied = true
          return { items: [], more: true }
        })
        const { texts, error } = await outcomeOf(list.read({ concurrency }))
        expect(isEmptied).toBe(true)
        expect(error).toBeNull()
        expect(texts).toEqual(textsOf(items))
      },
    )

    test('after the last item ends in `pagination` if links announce more', async () => {
      const script = serve('offsets', items.slice(0, 20))
      const list = new ScriptedList('offsets', async (request) => ({
        ...(await script(request)),
        more: true,
      }))
      const { texts, error } = await outcomeOf(list.read({ concurrency }))
      expect(error?.code).toBe('pagination')
      expect(texts).toEqual(textsOf(items.slice(0, 20)))
      expect(list.requests.length).toBeLessThanOrEqual(20)
    })

    test('ends numbered pages without a total', async () => {
      const many = makeItems(200)
      const list = new ScriptedList('numbered', serve('numbered', many))
      const { pages, texts, error } = await outcomeOf(list.read({ pageSize: 50, concurrency }))
      expect(error).toBeNull()
      expect(texts).toEqual(textsOf(many))
      expect(pages.at(-1)).toEqual({ items: [], total: null, cursor: null })
    })

    test.each(STYLES)('as the first of %s pages ends the list after one request', async (style) => {
      const list = new ScriptedList(style, serve(style, []))
      const { pages, error } = await outcomeOf(list.read({ concurrency }))
      expect(error).toBeNull()
      expect(pages).toEqual([{ items: [], total: style === 'counted' ? 0 : null, cursor: null }])
      expect(list.requests).toHaveLength(1)
    })
  })
})

test('a walk can be resumed after an empty first page that announces more [empty-page]', async () => {
  const items = makeItems(15)
  const script = serve('offsets', items)
  const list = new ScriptedList('offsets', (request) =>
    request.number === 1 ? { items: [], more: true } : script(request),
  )
  const walk = list.read({ concurrency: 1 }).pages()[Symbol.asyncIterator]()
  const { value: page } = await walk.next()
  await walk.return?.()
  const remaining = list.read({ concurrency: 1, ...(page?.cursor && { cursor: page.cursor }) })
  const { texts, error } = await outcomeOf(remaining)
  expect(error).toBeNull()
  expect([...textsOf(page?.items ?? []), ...texts]).toEqual(textsOf(items))
})

describe('offsets with only empty pages and links that announce more [repeated-page]', () => {
  test.each([1, 4])(
    'end in `pagination` within three extra requests, with concurrency %i',
    async (concurrency) => {
      const list = new ScriptedList('offsets', () => ({ items: [], more: true }))
      const { error } = await outcomeOf(list.read({ concurrency }))
      expect(error?.code).toBe('pagination')
      expect(list.requests.length).toBeLessThanOrEqual(1 + 3)
    },
  )
})
