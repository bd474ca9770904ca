import { pageCount } from '../list.ts'
import { pageReaders } from '../wire/page-readers.ts'
import type { Read } from './read.ts'

/**
 * `fetch` and `JSON.parse` in a loop, which knows how many pages there are and checks nothing: no reader can do less for
 * the same responses. With several requests in flight, it still takes the pages in order.
 */
export const readByBareLoop: Read = async (list, consume, concurrency) => {
  const reader = pageReaders[list.provider]
  const inFlight: Promise<readonly unknown[]>[] = []
  const pages = pageCount(list)
  let next = 1
  for (let page = 1; page <= pages; page += 1) {
    for (; next <= pages && inFlight.length < concurrency; next += 1) inFlight.push(ask(next))
    for (const message of (await inFlight.shift()) ?? []) {
      const work = consume(reader.text(message))
      if (work !== undefined) await work
    }
  }

  async function ask(page: number): Promise<readonly unknown[]> {
    const response = await fetch(reader.url(list, page))
    return reader.messages(JSON.parse(await response.text()))
  }
}
