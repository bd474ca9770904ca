import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { answer, silentAfter, head } from '../../src/answers.ts'
import { probedProvider, PROVIDERS } from '../../src/providers.ts'
import { type Script, startWireServer } from '../../src/wire-server.ts'
import { collectGarbage } from '../collect-garbage.ts'
import { failure } from '../failure.ts'
import { settle } from '../settle.ts'
import { emptyPage, onePage, read } from './read.ts'

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

afterEach(() => vi.restoreAllMocks())

/** Sends a byte whenever a little time has passed, for as long as anyone reads. */
const drip: Script = async (exchange) => {
  await exchange.write(head())
  while (await exchange.write(' ')) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe.each(PROVIDERS)('$name', (provider) => {
  const page = onePage(provider)
  const length = { 'content-length': String(page.length) }

  describe('an answer [slow-response]', () => {
    test.each([
      { what: 'that never begins', script: silentAfter() },
      { what: 'whose headers never end', script: silentAfter('HTTP/1.1 200 OK\r\nx-canary: ') },
      { what: 'whose body never begins', script: silentAfter(head({ headers: length })) },
      { what: 'whose body stops', script: silentAfter(head({ headers: length }), page.slice(0, -1)) },
      { what: 'whose body drips', script: drip },
    ])(
      '$what is tried again, then timeout, and its sockets are freed',
      { timeout: 5000 },
      async ({ script }) => {
        await using server = await startWireServer(async (exchange) => {
          await script(exchange)
          await settle()
          // A signal that is held weakly on its way to the socket would be lost here.
          collectGarbage()
        })
        const error = await failure(read(provider, server, { timeout: 250, retries: 1 }))
        expect(error).toMatchObject({ code: 'timeout', attempts: 2, retryable: true })
        expect(error.message).toContain('250 ms')
        expect(server.requests).toHaveLength(2)
        await server.socketsFreed()
      },
    )
  })
})

test('an answer that never begins costs one attempt when the next one comes [slow-response]', async () => {
  const provider = probedProvider('ip1')
  await using server = await startWireServer(
    silentAfter(),
    answer(onePage(provider)),
    answer(emptyPage(provider)),
  )
  await expect(read(provider, server, { timeout: 400, retries: 1 })).resolves.toHaveLength(1)
})
