import { numberAfter } from './message-id.ts'
import type { PageWriter } from './page-writer.ts'

/** What stripe expects: a list object, read on from the last `id`. */
export const stripe: PageWriter = {
  asked: (query) => ({ start: numberAfter(query.get('starting_after')), size: Number(query.get('limit')) }),
  envelope: ({ end, total }) => ({
    before: `{"object":"list","url":"/v1/customers","has_more":${end < total},"data":[`,
    after: ']}',
  }),
}
