import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import {
  holdAfterFirst,
  type Item,
  makeItems,
  type Script,
  ScriptedList,
  serve,
  settle,
  STYLES,
} from './scripted-list.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

test.each(STYLES)(
  'a walk over %s pages that waits for a page holds nothing of the one before',
  async (style) => {
    const given: WeakRef<Item>[] = []
    const script: Script = async (asked) => {
      const answer = await serve(style, makeItems(95))(asked)
      given.push(...answer.items.map((item) => new WeakRef(item)))
      return answer
    }
    const items = new ScriptedList(style, holdAfterFirst(script)).read()[Symbol.asyncIterator]()
    for (let read = 0; read < 10; read += 1) await items.next()
    expect(given).toHaveLength(10)

    const next = items.next()
    let held = given
    // One collection may leave what a frame of compiled code has just let go.
    for (let collections = 0; collections < 10 && held.length > 0; collections += 1) {
      await settle()
      collectGarbage()
      held = held.filter((item) => item.deref() !== undefined)
    }
    expect(held).toEqual([])

    await items.return?.()
    expect(await next).toEqual({ done: true, value: undefined })
  },
)
