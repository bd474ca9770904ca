import ky from 'ky'
import { pageCount } from '../list.ts'
import { pageReaders } from '../wire/page-readers.ts'
import type { Read } from './read.ts'

export const readByKy: Read = async (list, consume) => {
  const reader = pageReaders[list.provider]
  const pages = pageCount(list)
  for (let page = 1; page <= pages; page += 1) {
    for (const message of reader.messages(await ky.get(reader.url(list, page)).json())) {
      const work = consume(reader.text(message))
      if (work !== undefined) await work
    }
  }
}
