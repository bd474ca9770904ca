import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import {
  type Item,
  makeItems,
  respondOnce,
  type Script,
  ScriptedList,
  serve,
  settle,
  STYLES,
} from './scripted-list.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

test.each(STYLES)(
  'a walk over %s pages that waits for a page keeps no item of the page before in memory',
  async (style) => {
    const references: WeakRef<Item>[] = []
    const script: Script = async (request) => {
      const response = await serve(style, makeItems(95))(request)
      references.push(...response.items.map((item) => new WeakRef(item)))
      return response
    }
    const items = new ScriptedList(style, respondOnce(script)).read()[Symbol.asyncIterator]()
    for (let read = 0; read < 10; read += 1) await items.next()
    expect(references).toHaveLength(10)

    const next = items.next()
    let kept = references
    // One collection may miss an object that a frame of compiled code has just released.
    for (let collections = 0; collections < 10 && kept.length > 0; collections += 1) {
      await settle()
      collectGarbage()
      kept = kept.filter((item) => item.deref() !== undefined)
    }
    expect(kept).toEqual([])

    await items.return?.()
    expect(await next).toEqual({ done: true, value: undefined })
  },
)
