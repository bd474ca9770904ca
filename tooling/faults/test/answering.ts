/** A `fetch` for tests, and what was asked of it. */
export interface Answering {
  readonly fetch: typeof globalThis.fetch
  readonly requests: readonly Request[]
}

/** Answers in a provider's stead, in this process: by what was asked for, and by how many requests came before. */
export function answering(
  answer: (request: Request, number: number) => Response | Promise<Response>,
): Answering {
  const requests: Request[] = []
  return {
    requests,
    fetch: async (input, init) => {
      const request = new Request(input, init)
      requests.push(request)
      return answer(request, requests.length - 1)
    },
  }
}
