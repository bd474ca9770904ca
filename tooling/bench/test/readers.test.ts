import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measureReading } from '../src/measures/measure-reading.ts'
import type { BenchList } from '../src/list.ts'
import { type ReaderName, readers } from '../src/readers/readers.ts'
import { type BenchProvider, type Offer, providerNames } from '../src/server/offer.ts'
import { type BenchServer, spawnServer } from '../src/server/spawn-server.ts'

// The last page is a short one.
const MESSAGES = 95
const PAGE_SIZE = 10

// Each entry is a name of a reader, as the compiler would know if `Object.keys` said so.
const names = Object.keys(readers) as ReaderName[]

function namesFor(provider: BenchProvider): readonly ReaderName[] {
  return names.filter((name) => !name.startsWith('twilio') || provider === 'twilio')
}

let server: BenchServer

beforeAll(() => {
  server = spawnServer()
})
afterAll(() => server[Symbol.asyncDispose]())

async function textsOf(name: ReaderName, list: BenchList, concurrency: number): Promise<readonly string[]> {
  const texts: string[] = []
  const read = await readers[name]()
  await read(
    list,
    (text) => {
      texts.push(text)
      return undefined
    },
    concurrency,
  )
  return texts
}

describe.each(providerNames)('a list of %s', (provider) => {
  it('is read by everyone in the same order, with nothing left out', { timeout: 120_000 }, async () => {
    const offer: Offer = { provider, messages: MESSAGES, latency: 0, withIds: true }
    const list: BenchList = { ...offer, ...(await server.offer(offer)), pageSize: PAGE_SIZE }
    const expected = inOrder(await textsOf('bare loop', list, 1))
    // Readers of Twilio differ in how they join its two lists.
    function inOrder(texts: readonly string[]): readonly string[] {
      return provider === 'twilio' ? texts.toSorted() : texts
    }
    expect(expected).toHaveLength(MESSAGES)
    expect(expected.join('')).toHaveLength(list.characters)
    for (const name of namesFor(provider)) {
      for (const concurrency of [1, 4]) {
        const texts = inOrder(await textsOf(name, list, concurrency))
        expect({ name, concurrency, texts }).toEqual({ name, concurrency, texts: expected })
      }
    }
  })
})

describe('a reader', () => {
  const texts = ['one', 'two', 'three']
  const list: BenchList = {
    provider: 'ip1',
    messages: texts.length,
    pageSize: 3,
    latency: 0,
    withIds: false,
    origin: '',
    participant: '',
    lengths: [texts.length],
    characters: texts.join('').length,
  }
  const task = { label: 'hasty', concurrency: 1, list }

  it('is measured when it reads what is there', async () => {
    const sample = await measureReading(async (_, consume) => texts.forEach(consume), task)
    expect(sample).toEqual({ value: expect.any(Number), processor: expect.any(Number) })
  })

  it.each([
    ['leaves a message out', texts.slice(1)],
    ['gives a message twice', [...texts, 'three']],
    ['gives another text', ['one', 'two', 'four']],
  ])('that %s is an error and not a fast row', async (_, read) => {
    const measured = measureReading(async (__, consume) => read.forEach(consume), task)
    await expect(measured).rejects.toThrow(
      /^hasty read \d messages with \d+ characters of ip1, where there are 3/,
    )
  })
})
