import { inspect } from 'node:util'
import {
  type AttachmentReader,
  type ClientOptions,
  type DownloadOptions,
  hasDownload,
  type MessageReader,
  SmsError,
} from '@sms/core'
import { defineProvider, downloadFiles } from '@sms/core/provider'
import { describe, expect, test } from 'vitest'
import { type AcmeOptions, type AcmeReader, declareAcme } from './acme.ts'
import { smsErrorOf } from './sms-error-of.ts'

const FILE = 'https://api.example.com/files/f1'
const ELSEWHERE = 'https://files.example.com/f1?signature=canary-signature'

const create = defineProvider<AcmeOptions, AcmeReader>({
  ...declareAcme(),
  attachments: () => ({
    download: downloadFiles,
    hosts: ['files.example.com'],
    isFile: (path) => /^\/files\/\w+$/.test(path),
  }),
})

type Respond = (url: URL, headers: Headers) => Response | Promise<Response>

interface Server {
  readonly fetch: typeof globalThis.fetch
  /** The requests that it got. */
  readonly requests: { readonly url: string; readonly secret: string | null }[]
}

function serve(respond: Respond): Server {
  const requests: Server['requests'] = []
  return {
    requests,
    async fetch(input, init) {
      const request = new Request(input, init)
      requests.push({ url: request.url, secret: request.headers.get('x-secret') })
      return respond(new URL(request.url), request.headers)
    },
  }
}

function readerOf(options: ClientOptions): MessageReader & AttachmentReader {
  const reader: MessageReader = create({ apiKey: 'canary-secret', retries: 0, ...options })
  if (!hasDownload(reader)) throw new Error('The reader has no `download`.')
  return reader
}

function download(url: string, options: ClientOptions, call?: DownloadOptions) {
  return readerOf(options).download({ url }, call)
}

const redirect = (location: string): Response => new Response(null, { status: 307, headers: { location } })
const file = (): Response => new Response('content', { headers: { 'content-type': 'image/png' } })

describe('a download', () => {
  test('from the API has the credentials', async () => {
    const { fetch, requests } = serve(file)
    const { content, contentType } = await download(FILE, { fetch })
    expect(Buffer.from(content).toString()).toBe('content')
    expect(contentType).toBe('image/png')
    expect(requests).toEqual([{ url: FILE, secret: 'canary-secret' }])
  })

  test('from a documented host has no credentials', async () => {
    const { fetch, requests } = serve(file)
    await download(ELSEWHERE, { fetch })
    expect(requests).toEqual([{ url: ELSEWHERE, secret: null }])
  })

  test('follows redirects without credentials, even back to the API', async () => {
    const next = new Map([
      [FILE, ELSEWHERE],
      [ELSEWHERE, 'https://api.example.com/files/f2'],
    ])
    const { fetch, requests } = serve(({ href }) => {
      const location = next.get(href)
      return location === undefined ? file() : redirect(location)
    })
    await download(FILE, { fetch })
    expect(requests.map(({ secret }) => secret)).toEqual(['canary-secret', null, null])
  })

  test('ends after three redirects', async () => {
    const { fetch, requests } = serve(() => redirect(ELSEWHERE))
    await expect(download(FILE, { fetch })).rejects.toMatchObject({ code: 'invalid_response', status: 307 })
    expect(requests).toHaveLength(4)
  })

  const REFUSED = [
    'http://files.example.com/f1',
    'https://files.example.com:8443/f1',
    'https://user:password@files.example.com/f1',
    'https://user@api.example.com/files/f1',
    'https://files.example.com.evil.example/f1',
    'https://evil.example/files.example.com',
    'https://files.example.com./f1',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/f1',
    'https://2130706433/f1',
    'https://localhost/f1',
    'http://127.0.0.1/f1',
    'https://api.example.com/list',
    'https://api.example.com/files/../list',
    'https://api.example.com/files/f1?redirect=1',
    'http://api.example.com/files/f1',
    'https://api.example.com.evil.example/files/f1',
    'file:///etc/passwd',
    'data:text/plain,content',
    'ftp://files.example.com/f1',
  ]

  test.each([...REFUSED, '/files/f1', ''])('never requests %j', async (url) => {
    const { fetch, requests } = serve(file)
    await expect(download(url, { fetch })).rejects.toMatchObject({ code: 'unsupported' })
    expect(requests).toEqual([])
  })

  test.each(REFUSED)('is never redirected to %j', async (url) => {
    const { fetch, requests } = serve(() => redirect(url))
    await expect(download(FILE, { fetch, retries: 2 })).rejects.toMatchObject({ code: 'unsupported' })
    expect(requests).toHaveLength(1)
  })

  test('from a host of the caller has no credentials', async () => {
    const { fetch, requests } = serve(file)
    await download('https://cdn.example.org/f1', { fetch }, { hosts: ['CDN.example.org'] })
    expect(requests).toEqual([{ url: 'https://cdn.example.org/f1', secret: null }])
  })

  test.each(['127.0.0.1', '[::1]', '*.example.org', 'https://cdn.example.org', 'localhost', ''])(
    'accepts no %j as a host',
    async (host) => {
      const error = await smsErrorOf(download(FILE, { fetch: serve(file).fetch }, { hosts: [host] }))
      expect(error).toMatchObject({ code: 'invalid_argument', message: expect.stringContaining('`hosts`') })
    },
  )

  test('ends at `maxResponseBytes`, although the body never ends', async () => {
    let pulled = 0
    const { fetch } = serve(
      () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              pulled += 1
              controller.enqueue(new Uint8Array(1024))
            },
          }),
        ),
    )
    const error = await smsErrorOf(download(ELSEWHERE, { fetch, maxResponseBytes: 10_240, retries: 2 }))
    expect(error).toMatchObject({ code: 'invalid_response', attempts: 1 })
    expect(error.message).toContain('`maxResponseBytes`')
    expect(pulled).toBeLessThan(20)
  })

  test('ends at `timeout`, although the body goes on', async () => {
    const { fetch } = serve(
      () =>
        new Response(
          new ReadableStream({
            async pull(controller) {
              await new Promise((resolve) => setImmediate(resolve))
              controller.enqueue(new Uint8Array(1))
            },
          }),
        ),
    )
    await expect(download(ELSEWHERE, { fetch, timeout: 20 })).rejects.toMatchObject({ code: 'timeout' })
  })

  test.each([
    [FILE, 401, 'authentication'],
    [FILE, 403, 'permission'],
    [FILE, 404, 'not_found'],
    [ELSEWHERE, 403, 'rejected'],
    [ELSEWHERE, 404, 'not_found'],
    [ELSEWHERE, 429, 'rate_limited'],
    [ELSEWHERE, 500, 'unavailable'],
    [ELSEWHERE, 204, 'invalid_response'],
  ] as const)('from %s with status %i is `%s`', async (url, status, code) => {
    const { fetch } = serve(() => new Response(status === 204 ? null : 'canary-body', { status }))
    await expect(download(url, { fetch })).rejects.toMatchObject({ code, status, provider: 'acme' })
  })

  test('is retried from its first address', async () => {
    let failures = 1
    const { fetch, requests } = serve(({ href }) => {
      if (href === FILE) return redirect(ELSEWHERE)
      failures -= 1
      return failures < 0 ? file() : new Response(null, { status: 503 })
    })
    await download(FILE, { fetch, retries: 1 })
    expect(requests.map(({ url }) => url)).toEqual([FILE, ELSEWHERE, FILE, ELSEWHERE])
  })

  test('from another server never pauses the reader', async () => {
    const { fetch } = serve(({ host }) =>
      host === 'files.example.com'
        ? new Response(null, { status: 429, headers: { 'retry-after': '3600' } })
        : Response.json([]),
    )
    const reader = readerOf({ fetch })
    await expect(reader.download({ url: ELSEWHERE })).rejects.toMatchObject({ code: 'rate_limited' })
    expect(await reader.messages('+46701740605').toArray()).toEqual([])
  })

  test('is held by a pause of the reader', async () => {
    const { fetch, requests } = serve(
      () => new Response(null, { status: 429, headers: { 'retry-after': '3600' } }),
    )
    const reader = readerOf({ fetch })
    await smsErrorOf(reader.messages('+46701740605').toArray())
    await expect(reader.download({ url: FILE })).rejects.toMatchObject({ code: 'rate_limited' })
    expect(requests).toHaveLength(1)
  })

  test('shows hooks no credential and no signature', async () => {
    const seen: string[] = []
    const { fetch } = serve(({ href }) => (href === FILE ? redirect(ELSEWHERE) : file()))
    await download(FILE, {
      fetch,
      onRequest: ({ url, headers }) => {
        seen.push(url, ...headers.values())
      },
      onResponse: (_, { url }) => {
        seen.push(url)
      },
    })
    expect(seen).toContain('https://files.example.com/f1')
    expect(seen.join()).not.toContain('canary')
  })

  test('fails with an error that shows no address, credential or body', async () => {
    const failures: readonly Respond[] = [
      () => new Response('canary-body', { status: 500 }),
      () => redirect('https://canary-46701740605.example/'),
      () => redirect(`${ELSEWHERE}#${'x'.repeat(10)}`),
      () => Promise.reject(new TypeError('fetch failed', { cause: new Error('canary-cause') })),
    ]
    for (const fail of failures) {
      const error = await smsErrorOf(download(FILE, { fetch: serve(fail).fetch }))
      const shown = [inspect(error, { depth: 9 }), String(error.stack), JSON.stringify(error)].join()
      expect(shown).not.toMatch(/canary|46701740605|\/f1/)
    }
  })

  test('uses the `fetch` of the call for other hosts only, and that of the reader before it', async () => {
    const readers = serve(({ href }) => (href === FILE ? redirect(ELSEWHERE) : file()))
    const calls = serve(file)
    await download(FILE, { fetch: readers.fetch }, { fetch: calls.fetch })
    expect(readers.requests).toHaveLength(2)
    expect(calls.requests).toEqual([])
    const globalFetch = globalThis.fetch
    try {
      globalThis.fetch = readers.fetch
      await download(FILE, {}, { fetch: calls.fetch })
    } finally {
      globalThis.fetch = globalFetch
    }
    expect(calls.requests).toEqual([{ url: ELSEWHERE, secret: null }])
  })

  test('fails as its `fetch` says, if that throws an SmsError', async () => {
    const refusal = new SmsError('unsupported', 'Not there.', { provider: 'acme' })
    const { fetch, requests } = serve(() => Promise.reject(refusal))
    await expect(download(FILE, { fetch, retries: 3 })).rejects.toBe(refusal)
    expect(requests).toHaveLength(1)
  })

  test('rejects with the reason of its signal', async () => {
    const controller = new AbortController()
    const { fetch } = serve(() => {
      controller.abort(new Error('enough'))
      return new Response(new ReadableStream({ pull: () => new Promise(() => undefined) }))
    })
    const { signal } = controller
    await expect(download(FILE, { fetch }, { signal })).rejects.toThrow('enough')
  })

  test('is in memory of its own', async () => {
    let text = 'first'
    const { fetch } = serve(() => {
      const parts = [...text].map((letter) => Buffer.from(letter))
      return new Response(
        new ReadableStream({
          start(controller) {
            for (const part of parts) controller.enqueue(part)
            controller.close()
          },
        }),
      )
    })
    const reader = readerOf({ fetch })
    const { content } = await reader.download({ url: FILE })
    text = 'other'
    await reader.download({ url: FILE })
    expect(Buffer.from(content).toString()).toBe('first')
  })
})

test('a provider that documents no files has readers without `download`', () => {
  expect(hasDownload(defineProvider<AcmeOptions, AcmeReader>(declareAcme())({ apiKey: 'key' }))).toBe(false)
})
