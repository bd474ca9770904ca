import { numberAfter } from './message-id.ts'
import type { PageWriter } from './page-writer.ts'

/** What openai expects: a list object, read on from the last `id`. */
export const openai: PageWriter = {
  asked: (query) => ({ start: numberAfter(query.get('after')), size: Number(query.get('limit')) }),
  envelope: ({ end, total }) => ({
    before: `{"object":"list","has_more":${end < total},"data":[`,
    after: ']}',
  }),
}
