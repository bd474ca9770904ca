import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { readBody } from './read-body.ts'

/** A body that arrives in chunks of this many bytes. */
function inChunks(body: unknown, size: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const whole = new TextEncoder().encode(JSON.stringify(body))
  return new ReadableStream({
    start(controller) {
      for (let from = 0; from < whole.length; from += size) controller.enqueue(whole.slice(from, from + size))
      controller.close()
    },
  })
}

const bytes = (...values: readonly number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values)

describe('a key named __proto__ [prototype-keys]', () => {
  test.each([
    '{"__proto__":{"polluted":true},"text":"hello"}',
    '{"text":"hello","__proto__":null}',
    String.raw`{"\u005f_proto__":{"polluted":true},"text":"hello"}`,
    String.raw`{"__prot\u006F__":{"polluted":true},"text":"hello"}`,
    String.raw`{"\u005F\u005f\u0070\u0072\u006f\u0074\u006f\u005f\u005f":{"polluted":true},"text":"hello"}`,
  ])('is left out of %s', async (body) => {
    const message = (await readBody(body)) as object
    expect(Reflect.ownKeys(message)).toEqual(['text'])
    expect(Object.getPrototypeOf(message)).toBe(Object.prototype)
    expect(Object.getPrototypeOf({ ...message })).toBe(Object.prototype)
    expect(Object.getPrototypeOf(Object.assign({}, message))).toBe(Object.prototype)
    expect({}).not.toHaveProperty('polluted')
  })

  test('is left out at any depth', async () => {
    const list = await readBody('[{"raw":{"list":[{"__proto__":{"polluted":true},"a":1}]}}]')
    expect(list).toStrictEqual([{ raw: { list: [{ a: 1 }] } }])
  })

  test('is kept as part of a text', async () => {
    await expect(readBody('{"text":"__proto__ \\u005f"}')).resolves.toStrictEqual({ text: '__proto__ _' })
  })

  test.each(['constructor', 'toString', 'hasOwnProperty', 'prototype', '__defineGetter__'])(
    'is the only key that is left out: %s is kept',
    async (key) => {
      const message = (await readBody(`{"${key}":{"prototype":{"polluted":true}},"text":"hello"}`)) as object
      expect(Object.keys(message)).toEqual([key, 'text'])
      expect({ ...message }).toHaveProperty(['text'], 'hello')
      expect({}).not.toHaveProperty('polluted')
    },
  )
})

describe('a number [number-as-text]', () => {
  test.each([
    { written: '9007199254740993', read: '9007199254740993' },
    { written: '-9007199254740993', read: '-9007199254740993' },
    { written: '12345678901234567890', read: '12345678901234567890' },
    { written: '1'.repeat(60), read: '1'.repeat(60) },
  ])(
    'that a JavaScript number cannot represent is read as the text $read',
    async ({ written, read: expected }) => {
      await expect(readBody(`{"id":${written}}`)).resolves.toStrictEqual({ id: expected })
      await expect(readBody(`[ 1,\n ${written} ]`)).resolves.toStrictEqual([1, expected])
      await expect(readBody(`{"a": [[${written}]]}`)).resolves.toStrictEqual({ a: [[expected]] })
    },
  )

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
  ])('that a JavaScript number can represent is read as a number: %s', async (written) => {
    await expect(readBody(`{"id":${written}}`)).resolves.toStrictEqual({ id: Number(written) })
  })

  test('above 2^53 is read as a text at any place', async () => {
    for (let length = 1; length <= 40; length += 1) {
      const key = 'k'.repeat(length)
      await expect(readBody(`[{"${key}":9007199254740993}]`)).resolves.toStrictEqual([
        { [key]: '9007199254740993' },
      ])
    }
  })

  test('is read as a number even beside one above 2^53', async () => {
    await expect(
      readBody('{"id":9007199254740993,"price":0.1234567890123456789,"n":1}'),
    ).resolves.toStrictEqual({
      id: '9007199254740993',
      price: 0.123_456_789_012_345_68,
      n: 1,
    })
  })

  test('inside a text stays text', async () => {
    const text = 'code: 9007199254740993, or [9007199254740993]'
    await expect(readBody(JSON.stringify({ text }))).resolves.toStrictEqual({ text })
  })
})

describe('the bytes of a body [text-encoding]', () => {
  test('may start with a byte-order mark', async () => {
    await expect(readBody(bytes(0xef, 0xbb, 0xbf, 0x5b, 0x31, 0x5d))).resolves.toStrictEqual([1])
  })

  test('may arrive in chunks of any size, a long body before a short one', async () => {
    const long = { text: 'Hej då 👋 مرحبا '.repeat(400_000) }
    const short = { text: 'Hej då 👋 مرحبا' }
    for (const [body, size] of [
      [short, 1],
      [long, 65_536],
      [short, 7],
      [[short, short], 3],
      [short, 2],
    ] as const) {
      await expect(readBody(inChunks(body, size))).resolves.toStrictEqual(body)
    }
    const bodies = [short, long, [short], { id: 1 }]
    const together = bodies.map((body, at) => readBody(inChunks(body, 5 + 10_000 * at)))
    await expect(Promise.all(together)).resolves.toStrictEqual(bodies)
  })

  test('are read as UTF-8 under any label', async () => {
    const body = new TextEncoder().encode('{"text":"Hej då 👋 مرحبا"}')
    for (const type of ['application/json; charset=iso-8859-1', 'text/html', 'application/octet-stream']) {
      await expect(readBody(body, type)).resolves.toStrictEqual({ text: 'Hej då 👋 مرحبا' })
    }
  })

  test.each([
    { what: 'a lone continuation byte', body: bytes(0x22, 0x80, 0x22) },
    { what: 'Latin-1', body: bytes(0x22, 0x64, 0xe5, 0x22) },
    { what: 'an overlong slash', body: bytes(0x22, 0xc0, 0xaf, 0x22) },
    { what: 'a surrogate', body: bytes(0x22, 0xed, 0xa0, 0x80, 0x22) },
    { what: 'a character cut short at the end', body: bytes(0x31, 0xf0, 0x9f, 0x91) },
    { what: 'UTF-16', body: bytes(0xff, 0xfe, 0x5b, 0x00, 0x5d, 0x00) },
  ])('are invalid_response if they are not UTF-8, and are not replaced: $what', async ({ body }) => {
    await expect(readBody(body)).rejects.toMatchObject({
      code: 'invalid_response',
      provider: 'acme',
      status: 200,
      attempts: 1,
      message: expect.stringMatching(/200.*application\/json.*UTF-8/),
    })
  })
})

describe('a body that is not JSON [cut-json, not-the-document]', () => {
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
  ])('is invalid_response, and the error shows nothing of it: %j', async (body) => {
    const error: unknown = await readBody(body).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'invalid_response',
      status: 200,
      attempts: 1,
      message: expect.stringMatching(/200.*application\/json.*JSON/),
    })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
  })

  test('is invalid_response if it is nested too deep', async () => {
    const deep = `${'['.repeat(200_000)}9007199254740993${']'.repeat(200_000)}`
    await expect(readBody(deep)).rejects.toMatchObject({ code: 'invalid_response', attempts: 1 })
  })
})
