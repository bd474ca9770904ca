import { expect, test } from 'vitest'
import { defineAcme } from './acme.ts'

const PAGE = JSON.stringify([
  { id: 'm1', text: 'Hello' },
  { id: 'm2', text: 'Hello again' },
])

/** Reads a page from a stream that has sent it in two pieces. Returns the texts, and the pieces as the reader got them. */
async function readPage(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<{ readonly texts: readonly string[]; readonly pieces: readonly Uint8Array[] }> {
  const pieces: Uint8Array[] = []
  const read = ReadableStreamDefaultReader.prototype.read
  const getReader = body.getReader.bind(body)
  const watched = (options?: ReadableStreamGetReaderOptions): ReadableStreamReader<Uint8Array> => {
    if (options !== undefined) return getReader(options)
    const reader = getReader()
    return Object.assign(reader, {
      read: async () => {
        const result = await read.call(reader)
        if (result.value !== undefined) pieces.push(result.value)
        return result
      },
    })
  }
  const responses = [new Response(Object.assign(body, { getReader: watched }))]
  const reader = defineAcme()({
    apiKey: 'secret',
    retries: 0,
    fetch: async () => responses.shift() ?? Response.json([]),
  })
  const messages = await reader.messages('+46701740605').toArray()
  return { texts: messages.map(({ text }) => text), pieces }
}

function twoPieces(): readonly Uint8Array<ArrayBuffer>[] {
  const bytes = new TextEncoder().encode(PAGE)
  return [bytes.slice(0, 20), bytes.slice(20)]
}

function source(sent: readonly Uint8Array<ArrayBuffer>[]): UnderlyingDefaultSource<Uint8Array<ArrayBuffer>> {
  return {
    start(controller) {
      for (const piece of sent) controller.enqueue(piece)
      controller.close()
    },
  }
}

test('the memory of a page that came from a byte stream is released when the page was read', async () => {
  const sent = twoPieces()
  const { start } = source(sent)
  const read = await readPage(new ReadableStream({ type: 'bytes', start } as UnderlyingByteSource))

  expect(read.texts).toEqual(['Hello', 'Hello again'])
  expect(read.pieces).toHaveLength(2)
  expect(read.pieces.map(({ buffer }) => (buffer as ArrayBuffer).detached)).toEqual([true, true])
})

test('bytes that the `fetch` of a program may still hold are left as they are', async () => {
  const sent = twoPieces()
  const read = await readPage(new ReadableStream(source(sent)))

  expect(read.texts).toEqual(['Hello', 'Hello again'])
  expect(read.pieces).toEqual(sent)
  expect(new TextDecoder().decode(new Uint8Array(sent.flatMap((piece) => [...piece])))).toBe(PAGE)
})

test('a body of another library, which allows one reader of one kind, is read', async () => {
  const { body } = new Response(PAGE)
  const readers = body === null ? [] : [body.getReader()]
  const response = Object.defineProperty(new Response(), 'body', {
    value: {
      getReader() {
        const reader = readers.shift()
        if (reader === undefined) throw new TypeError('The stream is locked.')
        return { read: () => reader.read() }
      },
    },
  })
  const responses = [response]
  const reader = defineAcme()({
    apiKey: 'secret',
    retries: 0,
    fetch: async () => responses.shift() ?? Response.json([]),
  })
  const messages = await reader.messages('+46701740605').toArray()
  expect(messages.map(({ text }) => text)).toEqual(['Hello', 'Hello again'])
})
