import { inspect } from 'node:util'
import type { ClientOptions } from '@sms/core'
import { describe, expect, test } from 'vitest'
import { requestOnce } from './acme.ts'

/** What a reader makes of a body. */
async function read(
  body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>,
  type = 'application/json',
): Promise<unknown> {
  const options: ClientOptions = {
    retries: 0,
    fetch: () => Promise.resolve(new Response(body, { headers: { 'content-type': type } })),
  }
  const response = await requestOnce(options)
  return response.body
}

/** A body that comes in pieces of so many bytes. */
function inPieces(body: unknown, size: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const whole = new TextEncoder().encode(JSON.stringify(body))
  return new ReadableStream({
    start(controller) {
      for (let from = 0; from < whole.length; from += size) controller.enqueue(whole.slice(from, from + size))
      controller.close()
    },
  })
}

const bytes = (...values: readonly number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values)

describe('30: a key named __proto__', () => {
  test.each([
    '{"__proto__":{"polluted":true},"text":"hello"}',
    '{"text":"hello","__proto__":null}',
    String.raw`{"\u005f_proto__":{"polluted":true},"text":"hello"}`,
    String.raw`{"__prot\u006F__":{"polluted":true},"text":"hello"}`,
    String.raw`{"\u005F\u005f\u0070\u0072\u006f\u0074\u006f\u005f\u005f":{"polluted":true},"text":"hello"}`,
  ])('is left out of %s', async (body) => {
    const message = (await read(body)) as object
    expect(Reflect.ownKeys(message)).toEqual(['text'])
    expect(Object.getPrototypeOf(message)).toBe(Object.prototype)
    expect(Object.getPrototypeOf({ ...message })).toBe(Object.prototype)
    expect(Object.getPrototypeOf(Object.assign({}, message))).toBe(Object.prototype)
    expect({}).not.toHaveProperty('polluted')
  })

  test('is left out however deep it is', async () => {
    const list = await read('[{"raw":{"list":[{"__proto__":{"polluted":true},"a":1}]}}]')
    expect(list).toStrictEqual([{ raw: { list: [{ a: 1 }] } }])
  })

  test('is no matter within a text', async () => {
    await expect(read('{"text":"__proto__ \\u005f"}')).resolves.toStrictEqual({ text: '__proto__ _' })
  })

  test.each(['constructor', 'toString', 'hasOwnProperty', 'prototype', '__defineGetter__'])(
    'has no part in %s, which is a key like any other',
    async (key) => {
      const message = (await read(`{"${key}":{"prototype":{"polluted":true}},"text":"hello"}`)) as object
      expect(Object.keys(message)).toEqual([key, 'text'])
      expect({ ...message }).toHaveProperty(['text'], 'hello')
      expect({}).not.toHaveProperty('polluted')
    },
  )
})

describe('19: a number', () => {
  test.each([
    { written: '9007199254740993', read: '9007199254740993' },
    { written: '-9007199254740993', read: '-9007199254740993' },
    { written: '12345678901234567890', read: '12345678901234567890' },
    { written: '1'.repeat(60), read: '1'.repeat(60) },
  ])('too large for one comes as the text $read', async ({ written, read: expected }) => {
    await expect(read(`{"id":${written}}`)).resolves.toStrictEqual({ id: expected })
    await expect(read(`[ 1,\n ${written} ]`)).resolves.toStrictEqual([1, expected])
    await expect(read(`{"a": [[${written}]]}`)).resolves.toStrictEqual({ a: [[expected]] })
  })

  test.each([
    '0',
    '17',
    '-17',
    '1749113086',
    '9007199254740991',
    '-9007199254740991',
    '0.0416',
    '1e3',
    '1.5e300',
  ])('that fits comes as itself: %s', async (written) => {
    await expect(read(`{"id":${written}}`)).resolves.toStrictEqual({ id: Number(written) })
  })

  test('that is too large is found wherever it stands', async () => {
    for (let length = 1; length <= 40; length += 1) {
      const key = 'k'.repeat(length)
      await expect(read(`[{"${key}":9007199254740993}]`)).resolves.toStrictEqual([
        { [key]: '9007199254740993' },
      ])
    }
  })

  test('that fits stays one beside another that does not', async () => {
    await expect(read('{"id":9007199254740993,"price":0.1234567890123456789,"n":1}')).resolves.toStrictEqual({
      id: '9007199254740993',
      price: 0.123_456_789_012_345_68,
      n: 1,
    })
  })

  test('within a text is text', async () => {
    const text = 'code: 9007199254740993, or [9007199254740993]'
    await expect(read(JSON.stringify({ text }))).resolves.toStrictEqual({ text })
  })
})

describe('14: bytes', () => {
  test('may start with a byte-order mark', async () => {
    await expect(read(bytes(0xef, 0xbb, 0xbf, 0x5b, 0x31, 0x5d))).resolves.toStrictEqual([1])
  })

  test('may come in any pieces, a long body before a short one', async () => {
    const long = { text: 'Hej då 👋 مرحبا '.repeat(400_000) }
    const short = { text: 'Hej då 👋 مرحبا' }
    for (const [body, size] of [
      [short, 1],
      [long, 65_536],
      [short, 7],
      [[short, short], 3],
      [short, 2],
    ] as const) {
      await expect(read(inPieces(body, size))).resolves.toStrictEqual(body)
    }
    const bodies = [short, long, [short], { id: 1 }]
    const together = bodies.map((body, at) => read(inPieces(body, 5 + 10_000 * at)))
    await expect(Promise.all(together)).resolves.toStrictEqual(bodies)
  })

  test('are UTF-8 whatever the label says', async () => {
    const body = new TextEncoder().encode('{"text":"Hej då 👋 مرحبا"}')
    for (const type of ['application/json; charset=iso-8859-1', 'text/html', 'application/octet-stream']) {
      await expect(read(body, type)).resolves.toStrictEqual({ text: 'Hej då 👋 مرحبا' })
    }
  })

  test.each([
    { what: 'a lone continuation byte', body: bytes(0x22, 0x80, 0x22) },
    { what: 'Latin-1', body: bytes(0x22, 0x64, 0xe5, 0x22) },
    { what: 'an overlong slash', body: bytes(0x22, 0xc0, 0xaf, 0x22) },
    { what: 'a surrogate', body: bytes(0x22, 0xed, 0xa0, 0x80, 0x22) },
    { what: 'a character cut short at the end', body: bytes(0x31, 0xf0, 0x9f, 0x91) },
    { what: 'UTF-16', body: bytes(0xff, 0xfe, 0x5b, 0x00, 0x5d, 0x00) },
  ])('that are not UTF-8 are invalid_response, not replaced: $what', async ({ body }) => {
    await expect(read(body)).rejects.toMatchObject({
      code: 'invalid_response',
      provider: 'acme',
      status: 200,
      attempts: 1,
      message: expect.stringMatching(/200.*application\/json.*UTF-8/),
    })
  })
})

describe('3, 15: what is not JSON', () => {
  test.each([
    '',
    ' ',
    '{',
    '[1,',
    '{"a":1}}',
    "{'a':1}",
    'undefined',
    'NaN',
    '[1,]',
    '<html>canary</html>',
    '"canary',
  ])('is invalid_response, and nothing of it is shown: %j', async (body) => {
    const error: unknown = await read(body).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'invalid_response',
      status: 200,
      attempts: 1,
      message: expect.stringMatching(/200.*application\/json.*JSON/),
    })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
  })

  test('is invalid_response when it is nested too deep for numbers to be told', async () => {
    const deep = `${'['.repeat(200_000)}9007199254740993${']'.repeat(200_000)}`
    await expect(read(deep)).rejects.toMatchObject({ code: 'invalid_response', attempts: 1 })
  })
})

// Beyond the size from which a body is looked at before it is parsed.
const padding = ' '.repeat(2 ** 20)

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

const list = (values: number): string => `[${'0,'.repeat(values - 2)}0]`

const names = (count: number): string =>
  `${padding}[${Array.from({ length: count }, (_, at) => `{"name-${at}":0}`).join()}]`

describe('12: JSON', () => {
  test.each(['', padding])('may nest a hundred levels deep, and no deeper', async (pad) => {
    await expect(read(pad + nested(100))).resolves.toBeInstanceOf(Array)
    await expect(read(pad + nested(101))).rejects.toMatchObject({
      code: 'invalid_response',
      message: expect.stringContaining('nests too deep'),
    })
    const objects = `${'{"a":'.repeat(101)}0${'}'.repeat(101)}`
    await expect(read(pad + objects)).rejects.toMatchObject({ code: 'invalid_response' })
  })

  test('may hold half a million values, and no more', async () => {
    await expect(read(list(2 ** 19))).resolves.toHaveLength(2 ** 19 - 1)
    await expect(read(list(2 ** 19 + 2))).rejects.toMatchObject({
      code: 'invalid_response',
      message: expect.stringContaining('`pageSize`'),
    })
  })

  test('may hold sixteen thousand different names, and not many more', async () => {
    await expect(read(names(16_000))).resolves.toHaveLength(16_000)
    await expect(read(names(30_000))).rejects.toMatchObject({ code: 'invalid_response' })
  })

  test('may hold any text', async () => {
    const text = '[{,"\\:'.repeat(300_000)
    await expect(read(JSON.stringify([{ text }, { text }]))).resolves.toStrictEqual([{ text }, { text }])
  })

  test('of more than 16 MiB may hold more values, since its caller allowed for it', async () => {
    const body = Array.from({ length: 600_000 }, () => ({ 'a-name-of-some-length': 1 }))
    const response = await requestOnce({ fetch: async () => Response.json(body), maxResponseBytes: 2 ** 25 })
    expect(response.body).toHaveLength(600_000)
  })
})
