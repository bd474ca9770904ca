import { type Archive, openArchive, type VerifyReport } from '@sms/archive'
import { type Message, type MessageReader, SmsError } from '@sms/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dailyMessages, START } from './daily-messages.ts'
import { HOUR } from './letter.ts'
import {
  type ModelMessage,
  type ModelOptions,
  type ModelProvider,
  PARTICIPANT,
  type Style,
} from './model-provider.ts'
import { stopClock, wait } from './stop-clock.ts'

const DAY = 24 * HOUR

stopClock(START)

let archive: Archive
let provider: ModelProvider
beforeEach(async () => {
  archive = await openArchive(':memory:')
  provider = withMessages('counted', 10)
})
afterEach(() => archive.close())

/** Messages in both directions. */
function withMessages(style: Style, length: number, ids?: ModelOptions['ids']): ModelProvider {
  return dailyMessages(style, length, ids, (age) => (age % 2 === 0 ? 'sent' : 'received'))
}

const verify = (reader: MessageReader = provider.reader): Promise<VerifyReport> =>
  archive.verify(reader, PARTICIPANT)

const sync = (): Promise<unknown> => archive.sync(provider.reader, PARTICIPANT, { full: true })

/** The listed message with a text. */
function listed(text: string): ModelMessage {
  const found = provider.list.find((message) => message.text === text)
  if (found === undefined) throw new Error(`${text} is not listed`)
  return found
}

const keyOf = (text: string): string => `model:${listed(text).id}`

/** The reader, which lists one message otherwise. */
function withChange(text: string, change: (message: Message) => Partial<Message>): MessageReader {
  const { reader } = provider
  const messages: MessageReader['messages'] = (...call) => {
    const original = reader.messages(...call)
    const pages = async function* () {
      for await (const page of original.pages()) {
        const items = page.items.map((one) => (one.text === text ? { ...one, ...change(one) } : one))
        yield { ...page, items }
      }
    }
    return { ...original, pages }
  }
  return { ...reader, messages }
}

/** An attachment, whose address is signed. */
const file = (name: string, query: string): Partial<Message> => ({
  attachments: [{ name, url: `https://files.example/1?${query}`, contentType: null }],
})

/** Does something before so many responses. */
function before(request: number, action: () => void): void {
  let left = request
  provider.beforeResponse = () => {
    left -= 1
    if (left === 0) action()
  }
}

/** The reader, which does something after so many readings of the list. */
function afterReading(count: number, action: () => Promise<unknown>): MessageReader {
  const { reader } = provider
  let left = count
  const messages: MessageReader['messages'] = (...call) => {
    const original = reader.messages(...call)
    const pages = async function* () {
      yield* original.pages()
      left -= 1
      if (left === 0) await action()
    }
    return { ...original, pages }
  }
  return { ...reader, messages }
}

/** The reader, which lists each of twelve messages with another attachment. */
function withFiles(first: number): MessageReader {
  let number = first
  return withChange('twin', () => file(`${(number += 1) % 12}.png`, ''))
}

const NOTHING = { missing: [], changed: [], vanished: [] }

function expectEqual({ digest, ...report }: VerifyReport, checked: number): void {
  expect(report).toEqual({ checked, ...NOTHING })
  expect(digest.archive).toMatch(/^[0-9a-f]{64}$/)
  expect(digest.archive).toBe(digest.provider)
}

describe.each(['counted', 'offsets', 'numbered', 'tokens'] as const)('%s pages:', (style) => {
  test('a copy that is equal is reported as equal, after one reading', async () => {
    provider = withMessages(style, 120)
    await sync()
    const synced = provider.requests
    await provider.reader.messages(PARTICIPANT).toArray()
    const requests = provider.requests - synced
    provider.requests = 0
    expectEqual(await verify(), 120)
    expect(provider.requests).toBe(requests)
  })

  test('a deleted message has vanished, after two readings', async () => {
    provider = withMessages(style, 120)
    await sync()
    const key = keyOf('text 60')
    listed('text 60').isDeleted = true
    const { digest, ...report } = await verify()
    expect(report).toEqual({ checked: 119, ...NOTHING, vanished: [key] })
    expect(digest.archive).toBe(digest.provider)
    await sync()
    wait(48 * HOUR)
    await sync()
    expect(await verify()).toMatchObject({ ...NOTHING, vanished: [key] })
  })

  test('what is older than the list is no difference', async () => {
    provider = withMessages(style, 120)
    await sync()
    for (let at = 120; at > 80; at -= 1) listed(`text ${at}`).isDeleted = true
    expectEqual(await verify(), 80)
    await sync()
    expectEqual(await verify(), 80)
  })
})

describe('verify reports', () => {
  test('what was never stored, also if nothing was', async () => {
    expect(await verify()).toMatchObject({
      checked: 10,
      missing: provider.list.map(({ id }) => `model:${id}`),
    })
    expect(await archive.conversations().toArray()).toEqual([])
    await sync()
    provider.insert(provider.make('new', START, 'received'), 0)
    const { missing, digest } = await verify()
    expect(missing).toEqual([keyOf('new')])
    expect(digest.archive).not.toBe(digest.provider)
  })

  const edits: readonly (readonly [string, Partial<Message>, boolean])[] = [
    ['text', { text: 'edited' }, true],
    ['direction', { direction: 'outbound' }, true],
    ['sender', { from: '+46701740699' }, true],
    ['recipient', { to: null }, true],
    ['time', { timestamp: new Date(START) }, true],
    ['attachment', { attachments: [{ name: 'a', url: 'https://x/a', contentType: 'image/png' }] }, true],
    ['channel', { channel: 'rcs' }, false],
    ['price, once the status is final', { price: { amount: 1, currency: 'EUR' } }, false],
  ]
  test.each(edits)('another %s', async (_, change, isContent) => {
    await sync()
    const { digest, ...report } = await verify(withChange('text 3', () => change))
    const key = keyOf('text 3')
    expect(report).toEqual({ checked: 10, ...NOTHING, changed: [key] })
    expect(digest.archive === digest.provider).toBe(!isContent)
  })

  test('a status that no sync would read again, and no other', async () => {
    await sync()
    listed('text 2').status = 'delivered'
    expectEqual(await verify(), 10)
    listed('text 8').status = 'delivered'
    const report = await verify()
    expect(report).toMatchObject({ changed: [keyOf('text 8')], missing: [], vanished: [] })
    expect(report.digest.archive).toBe(report.digest.provider)
    expect(await archive.verify(provider.reader, PARTICIPANT, { refreshDays: 9 })).toMatchObject(NOTHING)
  })

  test('no new query of an address, but another name', async () => {
    await archive.sync(
      withChange('text 3', () => file('a.png', 'signed=1')),
      PARTICIPANT,
    )
    expectEqual(await verify(withChange('text 3', () => file('a.png', 'signed=2'))), 10)
    expect(await verify(withChange('text 3', () => file('b.png', 'signed=2')))).toMatchObject({
      changed: [keyOf('text 3')],
    })
  })

  test('how many identical messages without an id are missing or gone', async () => {
    provider = withMessages('counted', 3, 'none')
    for (let count = 0; count < 12; count += 1) provider.insert(provider.make('twin', START, 'received'), 0)
    await sync()
    expectEqual(await verify(), 15)
    provider.insert(provider.make('twin', START, 'received'), 0)
    expect(await verify()).toMatchObject({ ...NOTHING, missing: [expect.stringMatching(/:12$/)] })
    for (const message of provider.list.slice(2, 5)) message.isDeleted = true
    const { vanished, digest } = await verify()
    expect(vanished).toHaveLength(2)
    expect(digest.archive).toBe(digest.provider)
    // Which of them are gone is for the archive to say.
    await sync()
    const keys = (await verify()).vanished
    wait(HOUR)
    await sync()
    const stored = await archive.messages().toArray()
    const marked = stored.filter(({ vanishedAt }) => vanishedAt !== null).map(({ key }) => key)
    expect(marked).toHaveLength(2)
    expect(keys.toSorted()).toEqual(marked.toSorted())
    expect((await verify()).vanished.toSorted()).toEqual(marked.toSorted())
    for (const message of provider.ever) message.isDeleted = false
    expect(await verify()).toMatchObject({ ...NOTHING, missing: [expect.anything()] })
  })

  test('only what is as new as `since`', async () => {
    await sync()
    const key = keyOf('text 2')
    listed('text 2').isDeleted = true
    listed('text 7').isDeleted = true
    const since = new Date(START - 4 * DAY)
    expect(await archive.verify(provider.reader, PARTICIPANT, { since })).toMatchObject({
      checked: 3,
      ...NOTHING,
      vanished: [key],
    })
    await sync()
    wait(HOUR)
    await sync()
    const { vanished } = await archive.verify(provider.reader, PARTICIPANT, { since })
    expect(vanished).toEqual([key])
  })

  test('no message as vanished that another conversation lists', async () => {
    await sync()
    await archive.sync(provider.reader, '+46701740699')
    listed('text 5').isDeleted = true
    expectEqual(await verify(), 9)
  })
})

describe('a digest is the same', () => {
  test('in whatever order messages are listed and stored', async () => {
    provider = withMessages('counted', 120)
    await sync()
    const newestFirst = await verify()
    provider = withMessages('offsets', 120)
    const oldestFirst = await archive.verify(provider.reader, PARTICIPANT)
    expect(oldestFirst.digest).toEqual(newestFirst.digest)
    expectEqual(oldestFirst, 120)
  })

  test('whichever of two messages without an id is listed first', async () => {
    provider = withMessages('counted', 3, 'none')
    for (let count = 0; count < 12; count += 1) provider.insert(provider.make('twin', START, 'received'), 0)
    await archive.sync(withFiles(0), PARTICIPANT)
    const one = await verify(withFiles(0))
    const other = await verify(withFiles(5))
    expectEqual(one, 15)
    expect(other).toEqual(one)
  })
})

describe('what happens during verify is no difference:', () => {
  test('a message that arrives is missing at most', async () => {
    provider = withMessages('counted', 120)
    await sync()
    before(2, () => provider.insert(provider.make('new', START, 'received'), 0))
    expect(await verify()).toMatchObject({ changed: [], vanished: [] })
  })

  test('a message that one reading does not show', async () => {
    provider = withMessages('offsets', 120)
    await sync()
    const message = listed('text 60')
    const key = keyOf('text 60')
    message.isDeleted = true
    // The first reading takes three requests, in which the list is whole.
    before(4, () => (message.isDeleted = false))
    expectEqual(await verify(), 120)
    // A message that goes between the two.
    listed('text 30').isDeleted = true
    before(4, () => (message.isDeleted = true))
    const report = await verify()
    expect(report.vanished).toHaveLength(1)
    expect(report.vanished).not.toContain(key)
    expect(report.digest.archive).toBe(report.digest.provider)
  })

  test('a sync that stores, changes and marks messages', async () => {
    provider = withMessages('counted', 120)
    await sync()
    const changing = afterReading(1, async () => {
      provider.insert(provider.make('new', START, 'received'), 0)
      listed('text 2').status = 'delivered'
      await archive.sync(
        withChange('text 4', () => ({ text: 'edited' })),
        PARTICIPANT,
        { full: true },
      )
    })
    expectEqual(await verify(changing), 120)
  })

  test('a sync that finds which of two identical messages is gone', async () => {
    provider = withMessages('counted', 3, 'none')
    for (const text of ['twin', 'other', 'twin']) provider.insert(provider.make(text, START, 'received'), 0)
    await sync()
    for (const message of provider.list.slice(2, 3)) message.isDeleted = true
    const { vanished } = await verify(afterReading(2, sync))
    expect(vanished).toHaveLength(1)
    expect((await verify()).vanished).toEqual(vanished)
  })
})

test('verify writes nothing', async () => {
  await sync()
  listed('text 5').isDeleted = true
  provider.insert(provider.make('new', START, 'received'), 0)
  const everything = async (): Promise<unknown> => [
    await archive.messages().toArray(),
    await archive.conversations().toArray(),
  ]
  const stored = await everything()
  await verify()
  wait(HOUR)
  await verify()
  expect(await everything()).toEqual(stored)
  // A sync has not been told either.
  expect(await archive.sync(provider.reader, PARTICIPANT)).toMatchObject({ added: 1, vanished: 0 })
})

test('an error of the reader, and an option that is unusable, reject', async () => {
  await sync()
  const { reader } = provider
  provider.beforeResponse = () => {
    throw new SmsError('unavailable', 'no')
  }
  await expect(verify()).rejects.toMatchObject({ code: 'unavailable' })
  await expect(archive.verify(reader, PARTICIPANT, { refreshDays: -1 })).rejects.toMatchObject({
    code: 'invalid_argument',
  })
})
