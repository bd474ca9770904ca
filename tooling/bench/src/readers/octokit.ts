import { Octokit } from '@octokit/core'
import { paginateRest } from '@octokit/plugin-paginate-rest'
import { pageReaders } from '../wire/page-readers.ts'
import type { Read } from './read.ts'

const PagingOctokit = Octokit.plugin(paginateRest)

export const readByOctokit: Read = async ({ provider, origin, pageSize }, consume) => {
  const { text } = pageReaders[provider]
  const octokit = new PagingOctokit({ baseUrl: `${origin}/octokit` })
  for await (const { data } of octokit.paginate.iterator('GET /messages', { per_page: pageSize })) {
    for (const message of data) {
      const work = consume(text(message))
      if (work !== undefined) await work
    }
  }
}
