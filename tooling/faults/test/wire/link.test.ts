import { describe, expect, test } from 'vitest'
import { answer } from '../../src/answers.ts'
import { CANARY } from '../../src/canaries.ts'
import { PROVIDERS } from '../../src/providers.ts'
import { type Script, startWireServer } from '../../src/wire-server.ts'

const MESSAGES = 5
const PAGE_SIZE = 2

describe.each(PROVIDERS)('$name', (provider) => {
  const list = Array.from({ length: MESSAGES }, (_, number) => provider.message(number))

  /** Answers with the part of the list that is asked for, and a link to somewhere else while there is more. */
  const linking =
    (target: string): Script =>
    (exchange) => {
      const page = provider.page(list, exchange.request.target)
      const isLast = JSON.stringify(page).includes(`${CANARY.text} ${MESSAGES - 1}`)
      const headers = { link: `<${target}>; rel="${isLast ? 'first' : 'next'}"` }
      return answer(JSON.stringify(page), { headers })(exchange)
    }

  test.each([
    { where: 'another port', target: (port: number) => `http://127.0.0.1:${port}/` },
    { where: 'another host', target: (port: number) => `http://localhost:${port}/` },
    { where: 'a place without a scheme', target: (port: number) => `//127.0.0.1:${port}/` },
    { where: 'user information', target: (port: number) => `http://user:canary@127.0.0.1:${port}/` },
    { where: 'a script', target: (port: number) => `javascript:fetch('http://127.0.0.1:${port}/')` },
    { where: 'a file', target: () => 'file:///etc/passwd' },
    { where: 'nowhere', target: () => '' },
  ])(
    'a link to $where is never requested, and the walk goes on without it [foreign-link]',
    async ({ target }) => {
      await using foreign = await startWireServer(answer('[]'))
      await using server = await startWireServer(linking(target(foreign.port)))
      const reader = provider.connect({ baseUrl: server.url })
      const messages = await reader.messages(CANARY.participant, { pageSize: PAGE_SIZE }).toArray()
      expect(messages.map(({ text }) => text)).toEqual(list.map((_, number) => `${CANARY.text} ${number}`))
      expect(foreign.connections).toBe(0)
      const [first] = server.requests
      for (const { head, target: asked } of server.requests) {
        expect(asked.split('?')[0]).toBe(first?.target.split('?')[0])
        expect(head).toContain(`host: 127.0.0.1:${server.port}`)
      }
    },
  )
})
