import type { PageWriter } from './page-writer.ts'

/** What octokit expects: bare arrays, and a `Link` header with the next page's address. */
export const octokit: PageWriter = {
  asked(query) {
    const size = Number(query.get('per_page'))
    return { start: (Number(query.get('page') ?? 1) - 1) * size, size }
  },
  envelope({ start, end, size, total, url }) {
    const next = `<${url}?per_page=${size}&page=${start / size + 2}>; rel="next"`
    return { before: '[', after: ']', ...(end < total ? { link: next } : {}) }
  },
}
