import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { type Archive, openArchive } from '@sms/archive'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ModelProvider, PARTICIPANT } from './model-provider.ts'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 0, 10)

let archive: Archive
let provider: ModelProvider
let folder: string
let path: string
beforeEach(async () => {
  archive = await openArchive(':memory:')
  provider = newProvider()
  folder = mkdtempSync(join(tmpdir(), 'archive-'))
  path = join(folder, 'sms.db')
})
afterEach(async () => {
  await archive.close()
  rmSync(folder, { recursive: true })
})

function newProvider(): ModelProvider {
  return new ModelProvider({ style: 'counted', ids: 'all', growsAtEnd: false, excess: 0 })
}

function arrive(...texts: readonly string[]): void {
  for (const text of texts) {
    const { length } = provider.ever
    provider.insert(provider.make(text, NOW + length * HOUR, length % 2 === 0 ? 'received' : 'delivered'), 0)
  }
}

async function sync(into: Archive = archive): Promise<void> {
  await into.sync(provider.reader, PARTICIPANT, { full: true })
}

async function find(text: string, query: object = {}, within: Archive = archive): Promise<string[]> {
  return (await within.search(text, query).toArray()).map((message) => message.text)
}

describe('a text is found', () => {
  test.each([
    // Case and accents.
    ['Παρακαλώ πολύ', 'παρακαλω'],
    ['ΟΔΟΣ', 'οδος'],
    ['οδός 5', 'ΟΔΟΣ'],
    ['Überweisung', 'uberweisung'],
    ['Große Straße', 'STRASSE grosse'],
    ['łódź', 'lodz'],
    ['På måndag', 'pa mandag'],
    ['Smørrebrød', 'smorrebrod'],
    ['đường ở Việt Nam', 'duong viet'],
    ['Ёлка', 'елка'],
    ['ПРИВЕТ', 'привет'],
    ['IĞDIR ve İzmir', 'ığdır izmir'],
    ['ıssız', 'ISSIZ'],
    // Forms of one letter.
    ['ﬁnance', 'finance'],
    ['ＡＢＣ１２', 'abc12'],
    ['soft\u00adware', 'software'],
    ["l'été", 'ete'],
    ['м’ята', "м'ята"],
    // Marks within words.
    ['हिन्दी में लिखो', 'हिन्दी'],
    ['ज़रूर', 'जरूर'],
    ['தமிழ் மொழி', 'மொழி'],
    ['اَلْعَرَبِيَّةُ', 'العربية'],
    ['أحمد', 'احمد'],
    ['می\u200cخواهم', 'ميخواهم'],
    ['שָׁלוֹם לכם', 'שלום'],
    ['안녕하세요 친구', '안녕'],
    // Scripts without spaces.
    ['请把发票寄给我', '发票'],
    ['请把发票寄给我', '票寄给'],
    ['请把发票寄给我', '请'],
    ['请把发票寄给我', '寄'],
    ['请把发票寄给我', '我'],
    ['请把发票寄给我', '我 发票'],
    ['請求書を送ります', '求書'],
    ['ｶﾞｿﾘﾝ', 'ガソリン'],
    ['コーヒー', 'ヒー'],
    ['ขอบคุณครับ', 'คุณ'],
    ['ຂອບໃຈ', 'ໃຈ'],
    ['សូមអរគុណ', 'អរគុណ'],
    ['ကျေးဇူးတင်ပါတယ်', 'ဇူး'],
    ['用iPhone手机', 'iphone'],
    ['3月15日', '3月15日'],
    // Digits and numbers.
    ['الساعة ١٢', '12'],
    ['कोड ४५६', '456'],
    ['Ring 070-174 06 05', '0701740605'],
    ['Ring 070-174 06 05', '070 1740605'],
    ['Ring 070-174 06 05', '174 06'],
    ['Ring 0701740605', '070-174 06 05'],
    ['Ring 070-174 06 05 2 gånger', '0701740605 ring'],
    ['Ring +46 (0)70-174 06 05', '+46701740605'],
    ['Ring +46 (0)70-174 06 05', '0701740605'],
    ['Call (212) 555-0123', '212-555-0123'],
    ['2024 och 2025', '2025 2024'],
    // Words of any kind.
    ['order_4711', 'order 4711'],
    ['see https://x.example/y', 'x.example'],
    ['x'.repeat(70), 'x'.repeat(70)],
    ['a 👍 b', 'a 👍'],
    ['🅰 Acme™', 'acme'],
  ])('%j by %j', async (text, query) => {
    arrive(text, 'something else')
    await sync()
    expect(await find(query)).toEqual([text])
  })
})

test('a long text without spaces is stored, and found by its beginning', async () => {
  const text = '票据'.repeat(100_000)
  arrive(text)
  await sync()
  expect(await find('票据')).toEqual([text])
})

test('a long text of a script without spaces is found by itself', async () => {
  const text = '字'.repeat(1_000_000)
  arrive(text, '字字')
  await sync()
  expect((await find(text)).map(({ length }) => length)).toEqual([text.length])
})

test('a word of ten million letters is stored, and found by its beginning', async () => {
  const text = 'ä'.repeat(10_000_000)
  arrive(text)
  await sync()
  expect((await find('aaa')).map(({ length }) => length)).toEqual([text.length])
  expect(await find(text)).toHaveLength(1)
})

test('a number of a million digits is stored, and found by its beginning', async () => {
  const text = '7'.repeat(1_000_000)
  arrive(text)
  await sync()
  expect((await find('777')).map(({ length }) => length)).toEqual([text.length])
  expect(await find(text)).toHaveLength(1)
})

describe('a text is not found', () => {
  test.each([
    ['Überweisung', 'weisung'],
    ['one two', 'two one three'],
    ['one two', 'on two'],
    ['one two', '"two one"'],
    ['请把发票寄给我', '把票'],
    ['发 票', '发票'],
    ['が', 'か'],
    ['กิน', 'กน'],
    ['Ring 070 och 1740605', '070-174 06 05'],
    ['12:30', '1230'],
    ['Acme™', 'tm'],
    ["don't", 'dont'],
  ])('%j by %j', async (text, query) => {
    arrive(text)
    await sync()
    expect(await find(query)).toEqual([])
  })
})

describe('a phrase', () => {
  test.each([
    ['"kind regards"', true],
    ['“kind regards” all', true],
    ['all "with kind"', false],
    ['"regards kind"', false],
    ['"kind regard"', false],
    ['"kind regard', true],
    ['"kind', true],
    ['"发票 kind"', true],
    ['"票 kind"', true],
    ['"发 kind"', false],
    ['"regards 请"', true],
    ['"regards 请把"', true],
    ['"regards 把"', false],
    ['"票', true],
  ])('%s: %j', async (query, isFound) => {
    arrive('all: with 发票 kind regards 请把')
    await sync()
    expect(await find(query)).toHaveLength(isFound ? 1 : 0)
  })
})

describe('what is found', () => {
  test('comes newest first, or in the order asked for, and is selected like messages', async () => {
    arrive('word 0', 'other', 'word 2', 'word 3', 'word 4')
    await sync()
    expect(await find('word')).toEqual(['word 4', 'word 3', 'word 2', 'word 0'])
    expect(await find('word', { order: 'oldest-first', limit: 2 })).toEqual(['word 0', 'word 2'])
    expect(await find('word', { direction: 'inbound' })).toEqual(['word 4', 'word 2', 'word 0'])
    expect(await find('word', { participant: '0046 70 174 06 05', since: new Date(NOW + 3 * HOUR) })).toEqual(
      ['word 4', 'word 3'],
    )
    expect(await find('word', { participant: '+46701740699' })).toEqual([])
    expect(await find('word', { provider: 'other' })).toEqual([])
    expect(await archive.search('word').toArray()).toEqual(
      (await archive.messages({ order: 'newest-first' }).toArray()).filter(({ text }) => text !== 'other'),
    )
  })

  test('is resumed from the cursor of any page, each once, while messages arrive and change', async () => {
    const before = Array.from({ length: 60 }, (_, at) => `word ${at}`)
    arrive(...before)
    await sync()
    const read: string[] = []
    let cursor: string | null | undefined
    for (let pageSize = 3; cursor !== null; pageSize += 4) {
      for await (const page of archive.search('word', { pageSize, cursor }).pages()) {
        read.push(...page.items.map(({ text }) => text))
        cursor = page.cursor
        break
      }
      arrive(`word of page ${pageSize}`)
      const first = provider.list.at(-1)
      if (first !== undefined) first.text += ' again'
      await sync()
    }
    expect(read.map((text) => text.replace(/( again)+$/, ''))).toEqual(before.toReversed())
  })

  test('is found again with a cursor of the same archive, text and query only', async () => {
    arrive('a word', 'another word')
    await sync()
    let cursor = ''
    for await (const page of archive.search('word', { pageSize: 1 }).pages()) cursor ||= page.cursor ?? ''
    expect(await find('word', { cursor })).toEqual(['a word'])
    const invalid = expect.objectContaining({ code: 'invalid_argument' })
    expect(() => archive.search('another', { cursor })).toThrow(invalid)
    expect(() => archive.search('word', { cursor, direction: 'inbound' })).toThrow(invalid)
    expect(() => archive.messages({ cursor })).toThrow(invalid)
    await using other = await openArchive(':memory:')
    expect(() => other.search('word', { cursor })).toThrow(invalid)
    expect(decodeURIComponent(cursor)).not.toContain('word')
  })
})

describe('a search', () => {
  test.each(['', ' ', '👍', '"', '"…"', '%', '\u0301'])('for %j is `invalid_argument`', (text) => {
    expect(() => archive.search(text)).toThrow(
      expect.objectContaining({
        code: 'invalid_argument',
        message: '`text` is not usable: expected a word to search for, with at least one letter or digit.',
      }),
    )
  })

  test.each([[{ order: 'random' }], [{ limit: 0 }], [{ text: 'a' }]])(
    'with %j is `invalid_argument`',
    (query) => {
      expect(() => archive.search('a', query as object)).toThrow(
        expect.objectContaining({ code: 'invalid_argument' }),
      )
    },
  )

  test('for what is no text is `invalid_argument`', () => {
    const { search }: { search: (text: never) => unknown } = archive
    expect(() => search(1 as never)).toThrow(expect.objectContaining({ code: 'invalid_argument' }))
  })

  test('in an empty archive finds nothing', async () => {
    expect(await find('word')).toEqual([])
  })
})

describe('an archive without the search index', () => {
  test('cannot be searched, and says what to do', async () => {
    await using without = await openArchive(':memory:', { search: false })
    expect(() => without.search('word')).toThrow(
      expect.objectContaining({ code: 'unsupported', message: expect.stringContaining('open it without') }),
    )
  })

  test('is indexed by the first search after it was opened with it', async () => {
    arrive(...Array.from({ length: 1203 }, (_, at) => `word ${at}`))
    {
      await using without = await openArchive(path, { search: false })
      await sync(without)
    }
    await using opened = await openArchive(path)
    expect(await find('word', {}, opened)).toHaveLength(1203)
    arrive('a new word')
    await sync(opened)
    expect(await find('word', {}, opened)).toHaveLength(1204)
  })

  test('may be written with and without it at the same time', async () => {
    await using opened = await openArchive(path)
    await using without = await openArchive(path, { search: false })
    arrive('with 0')
    await sync(opened)
    arrive('without 1')
    await sync(without)
    arrive('with 2')
    await sync(opened)
    expect(await find('with', {}, opened)).toEqual(['with 2', 'without 1', 'with 0'])
    for (const message of provider.list) message.text = `changed ${message.text}`
    arrive('without 3')
    await sync(without)
    expect(await find('with', {}, opened)).toEqual([
      'without 3',
      'changed with 2',
      'changed without 1',
      'changed with 0',
    ])
    expect(await find('changed', {}, opened)).toHaveLength(3)
    for (const message of provider.list) message.text = ''
    await sync(without)
    expect(await find('with', {}, opened)).toEqual([])
  })

  test('is indexed while others write', async () => {
    arrive(...Array.from({ length: 2000 }, (_, at) => `word ${at}`))
    await using without = await openArchive(path, { search: false })
    await sync(without)
    await using opened = await openArchive(path)
    const searching = find('word', {}, opened)
    arrive('a new word')
    await sync(without)
    expect((await searching).length).toBeGreaterThanOrEqual(2000)
    expect(await find('word', {}, opened)).toHaveLength(2001)
  })
})

test('indexing ends with the reason of the signal', async () => {
  arrive(...Array.from({ length: 2000 }, (_, at) => `word ${at}`))
  await using without = await openArchive(path, { search: false })
  await sync(without)
  await using opened = await openArchive(path)
  const controller = new AbortController()
  const reason = new Error('enough')
  const searching = find('word', { signal: controller.signal }, opened)
  // Not before the first part is indexed.
  await pause(1)
  controller.abort(reason)
  await expect(searching).rejects.toBe(reason)
  // Turns in which it could go on.
  for (let turns = 0; turns < 50; turns += 1) await pause(1)
  using database = new DatabaseSync(path, { readOnly: true })
  expect(database.prepare('SELECT coalesce(indexed, 0) < sequence AS ended FROM archive').get()).toEqual({
    ended: 1,
  })
})

test('no byte of a text that was withdrawn stays in the file', async () => {
  arrive(...Array.from({ length: 300 }, (_, at) => `word ${at} ${at === 150 ? 'Xylophon zeppelin' : ''}`))
  {
    await using opened = await openArchive(path)
    await sync(opened)
    expect(await find('zeppelin', {}, opened)).toHaveLength(1)
  }
  expect(readFileSync(path, 'latin1')).toMatch(/xyloph/i)
  {
    await using opened = await openArchive(path)
    const message = provider.list.find(({ text }) => text.includes('zeppelin'))
    if (message !== undefined) message.text = ''
    await sync(opened)
    expect(await find('zeppelin', {}, opened)).toEqual([])
  }
  expect(readFileSync(path, 'latin1')).not.toMatch(/xyloph|zeppel/i)
})

test.each([[{ search: 'no' }], [{ index: true }]])(
  'openArchive with %j is `invalid_argument`',
  async (options) => {
    await expect(openArchive(path, options as object)).rejects.toMatchObject({ code: 'invalid_argument' })
  },
)
