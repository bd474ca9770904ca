import { type Archive, type ArchivedMessage, ArchiveError, openArchive } from '@sms/archive'
import { type MessageReader, SmsError } from '@sms/core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ModelProvider, PARTICIPANT, type Style } from './model-provider.ts'

const HOUR = 3_600_000

let archive: Archive
let provider: ModelProvider
beforeEach(async () => {
  archive = await openArchive(':memory:')
  provider = new ModelProvider({ style: 'counted', ids: 'all', growsAtEnd: false, excess: 0 })
  for (let at = 200; at > 0; at -= 1) arrive(`text ${at}`, at * HOUR)
})
afterEach(async () => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  await archive.close()
})

/** A message that was received so long ago. */
function arrive(text: string, ago = 0): void {
  provider.insert(provider.make(text, Date.now() - ago, 'received'), 0)
}

const stored = (): Promise<ArchivedMessage[]> => archive.messages().toArray()

/** A message that was sent so long ago. */
function send(status: 'sent' | 'delivered', ago: number): void {
  provider.insert(provider.make(`sent ${ago}`, Date.now() - ago, status), 0)
}

/** A provider with 200 messages, of which some or all have no ids. */
function listOf(style: Style, ids: 'half' | 'none'): ModelProvider {
  const model = new ModelProvider({ style, ids, growsAtEnd: false, excess: 0 })
  for (let at = 200; at > 0; at -= 1)
    model.insert(model.make(`text ${at}`, Date.now() - at * HOUR, 'received'), 0)
  return model
}

/** Reads some pages, one after the other. */
async function cutSync(
  reader: MessageReader,
  { pageSize, pages }: { readonly pageSize: number; readonly pages: number },
): Promise<void> {
  let left = pages
  const onPage = (): void => {
    left -= 1
    if (left === 0) throw new Error('cut')
  }
  const cut = archive.sync(reader, PARTICIPANT, { pageSize, concurrency: 1, onPage })
  await expect(cut).rejects.toThrow('cut')
}

/** As if the process had stood still. */
function standStill(): void {
  vi.setSystemTime(Date.now() + 21_000)
}

describe('a report', () => {
  test('says what was added, under the participant as the archive writes it', async () => {
    const report = await archive.sync(provider.reader, '0046 70-174 06 05', { account: 'second' })
    expect(report).toEqual({
      provider: 'model',
      account: 'second',
      participant: PARTICIPANT,
      added: 200,
      updated: 0,
      vanished: 0,
      complete: true,
      requests: 5,
      error: null,
    })
  })

  test('accounts are kept apart', async () => {
    await archive.sync(provider.reader, PARTICIPANT, { account: 'one' })
    expect(await archive.sync(provider.reader, PARTICIPANT, { account: 'two' })).toMatchObject({ added: 200 })
    expect(await archive.messages({ account: 'two' }).toArray()).toHaveLength(200)
  })

  test('onPage is told how much is stored', async () => {
    const progress: unknown[] = []
    await archive.sync(provider.reader, PARTICIPANT, { pageSize: 80, onPage: (one) => progress.push(one) })
    expect(progress).toEqual([80, 160, 200].map((count) => ({ stored: count, total: 200 })))
  })
})

describe('an interrupted sync', () => {
  test('stores what was read, rejects with the error, and is resumed', async () => {
    let left = 3
    provider.beforeResponse = () => {
      left -= 1
      if (left < 0) throw new SmsError('unavailable', 'no more')
    }
    const options = { pageSize: 20, concurrency: 1 }
    const failed = archive.sync(provider.reader, PARTICIPANT, options)
    await expect(failed).rejects.toMatchObject({ code: 'unavailable' })
    expect(await stored()).toHaveLength(60)
    expect(await archive.conversations().toArray()).toMatchObject([{ messages: 60, complete: false }])
    for (let count = 0; count < 130; count += 1) arrive(`new ${count}`)
    left = Infinity
    expect(await archive.sync(provider.reader, PARTICIPANT, options)).toMatchObject({
      added: 270,
      complete: true,
    })
    expect(await archive.conversations().toArray()).toMatchObject([{ messages: 330, complete: true }])
  })

  test('loses no message if one has moved over the place where it was cut', async () => {
    let pages = 0
    const onPage = (): void => {
      pages += 1
      if (pages === 6) throw new Error('cut')
    }
    const options = { pageSize: 20, concurrency: 1 }
    await expect(archive.sync(provider.reader, PARTICIPANT, { ...options, onPage })).rejects.toThrow('cut')
    // What follows moves up by one: the first message that was not read is now where the last one was.
    provider.move(10, 150)
    expect(await archive.sync(provider.reader, PARTICIPANT, options)).toMatchObject({ complete: true })
    expect((await stored()).map(({ id }) => id).toSorted()).toEqual(
      provider.list.map(({ id }) => id).toSorted(),
    )
  })

  test('stores nothing twice if the last message that it read is deleted before the next one', async () => {
    const { reader, list } = listOf('counted', 'none')
    // A sync reads on to where a status may change.
    if (list[115] !== undefined) list[115].status = 'sent'
    await cutSync(reader, { pageSize: 20, pages: 6 })
    if (list[119] !== undefined) list[119].isDeleted = true
    // The page ends with new messages, and they are stored before the deleted one, which a further page could still show.
    await cutSync(reader, { pageSize: 25, pages: 5 })
    expect(await archive.sync(reader, PARTICIPANT, { pageSize: 20 })).toMatchObject({ complete: true })
    expect(await stored()).toHaveLength(200)
  })

  test('rejects with the reason of the signal', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    provider.beforeResponse = () => controller.abort(reason)
    const options = { signal: controller.signal }
    await expect(archive.sync(provider.reader, PARTICIPANT, options)).rejects.toBe(reason)
  })

  test('a list that contradicts itself beyond repair is reported, and what was read is stored', async () => {
    const { reader } = provider
    const messages: MessageReader['messages'] = (participant, options) => {
      const pages = async function* () {
        for await (const page of reader.messages(participant, options).pages()) {
          yield page
          throw new SmsError('pagination', 'the pages repeat')
        }
      }
      return { ...reader.messages(participant, options), pages }
    }
    const report = await archive.sync({ ...reader, messages }, PARTICIPANT)
    expect(report).toMatchObject({ added: 50, complete: false, error: { code: 'pagination' } })
    expect(await archive.sync(reader, PARTICIPANT)).toMatchObject({ added: 150, complete: true })
  })

  test('a kept cursor that is refused is dropped, and nothing is lost', async () => {
    const { reader } = provider
    let kept: string | null = null
    let refused = 0
    let pages = 0
    const messages: MessageReader['messages'] = (participant, options = {}) => {
      if (options.cursor === kept && pages === 5) {
        refused += 1
        throw new SmsError('invalid_argument', 'a cursor of another version')
      }
      const read = reader.messages(participant, options)
      return {
        ...read,
        async *pages() {
          for await (const page of read.pages()) {
            if (pages < 5) kept = page.cursor
            yield page
          }
        },
      }
    }
    const onPage = (): void => {
      pages += 1
      if (pages === 5) throw new Error('cut')
    }
    const other = { ...reader, messages }
    await expect(archive.sync(other, PARTICIPANT, { pageSize: 20, onPage })).rejects.toThrow('cut')
    expect(await archive.sync(other, PARTICIPANT, { pageSize: 20 })).toMatchObject({
      added: 100,
      complete: true,
    })
    expect(refused).toBe(1)
    expect(await stored()).toHaveLength(200)
  })
})

describe('statuses', () => {
  test('are read until they are final, and kept with the time they were seen', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    send('sent', 6 * 24 * HOUR)
    for (let count = 0; count < 120; count += 1) arrive(`new ${count}`)
    await archive.sync(provider.reader, PARTICIPANT)
    const first = new Date()
    vi.setSystemTime(Date.now() + HOUR)
    const message = provider.list.find(({ status }) => status === 'sent')
    if (message !== undefined) message.status = 'delivered'
    expect(await archive.sync(provider.reader, PARTICIPANT)).toMatchObject({ added: 0, updated: 1 })
    const sent = (await stored()).find(({ direction }) => direction === 'outbound')
    expect(sent).toMatchObject({ status: 'delivered', firstSeenAt: first })
    expect(sent?.statuses).toEqual([
      { status: 'sent', seenAt: first },
      { status: 'delivered', seenAt: new Date() },
    ])
    // Final on a channel that reports no reading.
    expect(await archive.sync(provider.reader, PARTICIPANT)).toMatchObject({ updated: 0, requests: 1 })
  })

  test('that are seen in the same millisecond are kept in their order', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    send('sent', HOUR)
    await archive.sync(provider.reader, PARTICIPANT)
    const message = provider.list.find(({ status }) => status === 'sent')
    for (const status of ['delivered', 'read'] as const) {
      if (message !== undefined) message.status = status
      await archive.sync(provider.reader, PARTICIPANT, { full: true })
    }
    const sent = (await stored()).find(({ direction }) => direction === 'outbound')
    expect(sent?.statuses.map(({ status }) => status)).toEqual(['sent', 'delivered', 'read'])
  })

  test('of messages older than `refreshDays` are not read again', async () => {
    send('sent', 3 * 24 * HOUR)
    for (let count = 0; count < 120; count += 1) arrive(`new ${count}`)
    await archive.sync(provider.reader, PARTICIPANT)
    expect(await archive.sync(provider.reader, PARTICIPANT, { refreshDays: 2 })).toMatchObject({
      requests: 1,
    })
    expect(await archive.sync(provider.reader, PARTICIPANT, { refreshDays: 4 })).toMatchObject({
      requests: 3,
    })
  })
})

describe('what is read', () => {
  test('a late message below is found by its distance from the end', async () => {
    await archive.sync(provider.reader, PARTICIPANT)
    provider.insert(provider.make('late', Date.now(), 'received'), 150)
    expect(await archive.sync(provider.reader, PARTICIPANT)).toMatchObject({ added: 1, complete: true })
    expect(await archive.sync(provider.reader, PARTICIPANT)).toMatchObject({ added: 0, requests: 1 })
  })

  test('a deleted message stays, and costs one sync that reads so far', async () => {
    await archive.sync(provider.reader, PARTICIPANT)
    const deleted = provider.list[150]
    if (deleted !== undefined) deleted.isDeleted = true
    expect(await archive.sync(provider.reader, PARTICIPANT)).toMatchObject({ requests: 4, complete: true })
    expect(await archive.sync(provider.reader, PARTICIPANT)).toMatchObject({ requests: 1, complete: true })
    expect(await stored()).toHaveLength(200)
  })

  test('with `since`, only newer messages; the archive is complete after a sync without it', async () => {
    const since = new Date(Date.now() - 50.5 * HOUR)
    const report = await archive.sync(provider.reader, PARTICIPANT, { since })
    expect(report).toMatchObject({ added: 50, complete: false })
    expect(await archive.sync(provider.reader, PARTICIPANT)).toMatchObject({ added: 150, complete: true })
  })

  test('with `full`, the whole list', async () => {
    await archive.sync(provider.reader, PARTICIPANT)
    expect(await archive.sync(provider.reader, PARTICIPANT, { full: true })).toMatchObject({
      added: 0,
      requests: 5,
      complete: true,
    })
  })

  test('messages that appear again and again at the same place keep their order', async () => {
    await archive.sync(provider.reader, PARTICIPANT)
    const times = provider.list.map(({ time }) => time)
    for (let count = 0; count < 80; count += 1) {
      // Always between the same two: halving the room between them leaves none after some fifty.
      provider.insert(provider.make(`late ${count}`, times[10] ?? 0, 'received'), 10)
      expect(await archive.sync(provider.reader, PARTICIPANT)).toMatchObject({ added: 1, complete: true })
    }
    expect(await archive.sync(provider.reader, PARTICIPANT)).toMatchObject({ added: 0, requests: 1 })
  })
})

test('what a reader repeats after deletions is not stored twice', async () => {
  const { reader, list } = listOf('offsets', 'half')
  await archive.sync(reader, PARTICIPANT)
  // A cursor knows the 16 messages before it. One of them remains, and the page that shows it begins further up.
  for (const message of list.slice(136, 156)) message.isDeleted = true
  const options = { pageSize: 10, concurrency: 1 }
  expect(await archive.sync(reader, PARTICIPANT, options)).toMatchObject({ added: 0, complete: true })
  expect(await stored()).toHaveLength(200)
})

describe('options', () => {
  test.each([
    { account: '' },
    { refreshDays: -1 },
    { refreshDays: 1.5 },
    { full: 'yes' },
    { since: 'yesterday' },
    { onPage: 1 },
    { signal: {} },
    { pagesize: 10 },
  ])('%j is `invalid_argument`', async (options) => {
    const simulated = archive.sync(provider.reader, PARTICIPANT, options as object)
    await expect(simulated).rejects.toMatchObject({ code: 'invalid_argument' })
  })
})

test('a writer that stood still for longer than its lease fails at its next page, and loses nothing', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const failed = archive.sync(provider.reader, PARTICIPANT, { onPage: standStill })
  await expect(failed).rejects.toSatisfy((error) => ArchiveError.is(error, 'busy'))
  expect(await stored()).toHaveLength(50)
  expect(await archive.sync(provider.reader, PARTICIPANT)).toMatchObject({ added: 150, complete: true })
})

test('a second sync of the same conversation waits for the first one', async () => {
  const reports = await Promise.all([1, 2, 3].map(() => archive.sync(provider.reader, PARTICIPANT)))
  expect(reports.map(({ added }) => added).toSorted((one, other) => one - other)).toEqual([0, 0, 200])
})

test('a second sync fails with `busy` if the first one does not end', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { reader } = provider
  const messages: MessageReader['messages'] = (participant, options) => ({
    ...reader.messages(participant, options),
    async *pages() {
      await released
      yield* reader.messages(participant, options).pages()
    },
  })
  const first = archive.sync({ ...reader, messages }, PARTICIPANT)
  const start = performance.now()
  // A minute for each look.
  let looks = 0
  vi.spyOn(performance, 'now').mockImplementation(() => start + (looks += 1) * 10_000)
  await expect(archive.sync(reader, PARTICIPANT)).rejects.toSatisfy((error) => ArchiveError.is(error, 'busy'))
  vi.restoreAllMocks()
  release()
  expect(await first).toMatchObject({ added: 200, complete: true })
})
