import { inspect } from 'node:util'
import { BASE_URL } from '../../fixture/base-url.ts'
import { expectNamed, expectSuccess } from '../../harness/expectations.ts'
import { thrownBy } from '../../harness/thrown-by.ts'
import type { Clause } from '../clause.ts'

const MALFORMED_URLS = [
  'not a URL',
  '',
  '/v2',
  'file:///tmp',
  'javascript:alert(1)',
  17,
  null,
  {},
  'http://provider.test',
  'http://localhost.example.com',
  'http://127.0.0.1.example.com',
  'ftp://localhost',
  'https://user:secret-canary@provider.test',
  'https://secret-canary@provider.test',
  'https://:secret-canary@provider.test',
  'https://provider.test?',
  'https://provider.test/?key=secret-canary',
  'https://provider.test/#secret-canary',
]

const EQUIVALENT_URLS = [
  BASE_URL,
  `${BASE_URL}/`,
  `${BASE_URL}//`,
  'HTTP://LOCALHOST:80/api/',
  new URL(BASE_URL),
]

const LOOPBACK_URLS = [
  'http://127.0.0.1:8080',
  'http://localhost',
  'http://[::1]:8080/api',
  'http://127.8.9.1',
]

export const READER_6: Clause = {
  id: 'READER-6',
  sentence:
    '`baseUrl` is https, or http on a loopback host, without user name, query or fragment. A slash at its end has no effect.',
  needs: ['empty'],
  async check(harness) {
    for (const baseUrl of MALFORMED_URLS) {
      const error = await thrownBy(() => harness.reader({ baseUrl } as object))
      expectNamed(error, 'baseUrl', `baseUrl ${inspect(baseUrl)}`)
    }
    for (const baseUrl of LOOPBACK_URLS) harness.reader({ baseUrl })
    for (const baseUrl of EQUIVALENT_URLS) {
      const played = await harness.play('empty', { client: { baseUrl } })
      expectSuccess(played, `baseUrl ${String(baseUrl)}`)
    }
  },
}
