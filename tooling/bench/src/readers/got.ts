import got from 'got'
import { pageCount } from '../list.ts'
import { pageReaders } from '../wire/page-readers.ts'
import type { Read } from './read.ts'

export const readByGot: Read = async (list, consume) => {
  const reader = pageReaders[list.provider]
  const pages = pageCount(list)
  let page = 1
  const messages = got.paginate<unknown, unknown>(reader.url(list, page), {
    responseType: 'json',
    pagination: {
      transform: ({ body }) => reader.messages(body),
      paginate() {
        page += 1
        return page <= pages ? { url: new URL(reader.url(list, page)) } : false
      },
    },
  })
  for await (const message of messages) {
    const work = consume(reader.text(message))
    if (work !== undefined) await work
  }
}
