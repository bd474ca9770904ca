import { inspect } from 'node:util'
import { expectError, expectNamed, expectSame } from '../../harness/expectations.ts'
import { thrownBy } from '../../harness/thrown-by.ts'
import type { Clause } from '../clause.ts'

const MALFORMED_CLIENT_OPTIONS: Readonly<Record<string, readonly unknown[]>> = {
  // The runtime itself ends an attempt of more than 300 000 ms.
  timeout: [0, -1, 1.5, Number.NaN, Infinity, 300_001, '30000', null],
  retries: [-1, 1.5, Number.NaN, Infinity, 1e9, '4', null],
  maxResponseBytes: [0, -1, 1.5, Number.NaN, Infinity, 2 ** 53, '16', null],
  userAgent: ['', 'secret-canary\n', 'two\r\nlines', 'secret-canaré', 17, null],
  fetch: ['secret-canary', {}, null],
  onRequest: ['secret-canary', {}, null],
  onResponse: ['secret-canary', {}, null],
}

export const READER_7: Clause = {
  id: 'READER-7',
  sentence: 'A client option that is unknown or invalid is `invalid_argument`, and the error names it.',
  async check(harness) {
    for (const [option, values] of Object.entries(MALFORMED_CLIENT_OPTIONS)) {
      for (const value of values) {
        const error = await thrownBy(() => harness.reader({ [option]: value } as object))
        expectNamed(error, option, `The option ${option}: ${inspect(value)}`)
      }
    }
    const misspelt = Object.keys(harness.variables).map((name) => name.toUpperCase())
    for (const name of [...misspelt, 'retry', '__proto__x']) {
      const error = await thrownBy(() => harness.reader({ [name]: 'secret-canary' } as object))
      for (const named of [name, 'baseUrl']) {
        expectNamed(error, named, `An option \`${name}\`, which does not exist`)
      }
    }
  },
}

export const READER_8: Clause = {
  id: 'READER-8',
  sentence: 'A reader uses the options `fetch`, `userAgent` and `retries`.',
  needs: ['several-pages'],
  async check(harness) {
    let fetched = 0
    const fetch: typeof globalThis.fetch = (input, init) => {
      fetched += 1
      return globalThis.fetch(input, init)
    }
    const { call, requests } = await harness.play('several-pages', {
      client: { fetch, userAgent: 'conformance/1' },
    })
    expectSame(fetched, requests.length, 'Requests made through the option `fetch`')
    for (const { headers } of requests)
      expectSame(headers['user-agent'], 'conformance/1', 'The header `User-Agent`')
    const failed = await harness.serve(
      () => ({ status: 503, headers: {}, body: '' }),
      async (traffic) => {
        const reader = harness.reader({ retries: 2 })
        await thrownBy(() => reader.messages(call.participant ?? '', { concurrency: 1 }).toArray())
        return traffic()
      },
    )
    expectSame(failed.requests.length, 3, 'Requests with `retries: 2` in an outage')
  },
}

export const READER_9: Clause = {
  id: 'READER-9',
  sentence: 'A response larger than `maxResponseBytes` is `invalid_response`, without another attempt.',
  needs: ['several-pages'],
  async check(harness) {
    const { error, requests } = await harness.play('several-pages', {
      client: { maxResponseBytes: 10 },
      isWhole: false,
    })
    expectError(error, 'invalid_response', 'A response of more than 10 bytes')
    expectSame(requests.length, 1, 'Requests')
  },
}
