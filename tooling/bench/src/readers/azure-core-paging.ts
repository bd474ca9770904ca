import { getPagedAsyncIterator } from '@azure/core-paging'
import { pageCount } from '../list.ts'
import { pageReaders } from '../wire/page-readers.ts'
import type { Read } from './read.ts'

/** It pages only: the requests are the program's, here by `fetch` and `JSON.parse` as in the bare loop. */
export const readByAzureCorePaging: Read = async (list, consume) => {
  const reader = pageReaders[list.provider]
  const pages = pageCount(list)
  const messages = getPagedAsyncIterator<unknown, unknown[], object, number>({
    firstPageLink: 1,
    async getPage(page) {
      const response = await fetch(reader.url(list, page))
      return {
        page: reader.messages(JSON.parse(await response.text())),
        ...(page < pages ? { nextPageLink: page + 1 } : {}),
      }
    },
  })
  for await (const message of messages) {
    const work = consume(reader.text(message))
    if (work !== undefined) await work
  }
}
