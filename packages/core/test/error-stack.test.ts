import { type Message, type Paginated, SmsError } from '@sms/core'
import { expect, test } from 'vitest'
import { type AcmeMessage, defineAcme } from './acme.ts'

const PARTICIPANT = '+46701740605'
const PAGE_SIZE = 2

/** Responds with a page of messages, and then with an error. */
async function fetch(input: string | URL | Request): Promise<Response> {
  const { pathname, searchParams } = new URL(new Request(input).url)
  const start = Number(searchParams.get('start'))
  if (start >= PAGE_SIZE || pathname.startsWith('/summary')) return new Response('{}', { status: 401 })
  return Response.json([
    { id: '1', text: 'one' },
    { id: '2', text: 'two' },
  ])
}

const reader = defineAcme()({ apiKey: 'key', retries: 0, fetch })
const messages = (cursor?: string): Paginated<Message<AcmeMessage>> =>
  reader.messages(PARTICIPANT, { pageSize: PAGE_SIZE, cursor })

async function loopOverItems(): Promise<void> {
  for await (const { text } of messages()) expect(text).not.toBe('')
}

async function loopOverPages(): Promise<void> {
  for await (const { items } of messages().pages()) expect(items).toHaveLength(PAGE_SIZE)
}

async function collect(): Promise<void> {
  await messages().toArray()
}

async function resume(): Promise<void> {
  const { value } = await messages().pages()[Symbol.asyncIterator]().next()
  await messages(value?.cursor ?? '').toArray()
}

async function summarise(): Promise<void> {
  await reader.summary(PARTICIPANT)
}

test.each([loopOverItems, loopOverPages, collect, resume, summarise])(
  'the stack of an error contains the line of the caller: %o',
  async (call) => {
    const error: unknown = await call().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(SmsError)
    expect((error as SmsError).stack).toContain(`${call.name} (`)
    expect((error as SmsError).stack).toContain('error-stack.test.ts')
  },
)

test('the stack of an error starts with its name', async () => {
  const error: unknown = await collect().catch((thrown: unknown) => thrown)
  expect((error as SmsError).stack).toMatch(/^SmsError: /)
})
