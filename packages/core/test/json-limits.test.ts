import { describe, expect, test } from 'vitest'
import { requestOnce } from './acme.ts'
import { readBody } from './read-body.ts'

// A body longer than this is scanned before it is parsed.
const padding = ' '.repeat(2 ** 20)

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

const list = (values: number): string => `[${'0,'.repeat(values - 2)}0]`

const names = (count: number): string =>
  `${padding}[${Array.from({ length: count }, (_, at) => `{"name-${at}":0}`).join()}]`

describe('a JSON body [hostile-body]', () => {
  test.each(['', padding])('may have a hundred levels, and no more', async (pad) => {
    await expect(readBody(pad + nested(100))).resolves.toBeInstanceOf(Array)
    await expect(readBody(pad + nested(101))).rejects.toMatchObject({
      code: 'invalid_response',
      message: expect.stringContaining('nests too deep'),
    })
    const objects = `${'{"a":'.repeat(101)}0${'}'.repeat(101)}`
    await expect(readBody(pad + objects)).rejects.toMatchObject({ code: 'invalid_response' })
  })

  test('may not have more levels under a key that is left out', async () => {
    await expect(readBody(`{"__proto__":${nested(99)}}`)).resolves.toStrictEqual({})
    await expect(readBody(`{"__proto__":${nested(100)}}`)).rejects.toMatchObject({ code: 'invalid_response' })
  })

  test('may contain half a million values, and no more', async () => {
    await expect(readBody(list(2 ** 19))).resolves.toHaveLength(2 ** 19 - 1)
    await expect(readBody(list(2 ** 19 + 2))).rejects.toMatchObject({
      code: 'invalid_response',
      message: expect.stringContaining('`pageSize`'),
    })
  })

  test('may contain sixteen thousand different names, and not many more', async () => {
    await expect(readBody(names(16_000))).resolves.toHaveLength(16_000)
    await expect(readBody(names(30_000))).rejects.toMatchObject({ code: 'invalid_response' })
  })

  test('may contain any text', async () => {
    const text = '[{,"\\:'.repeat(300_000)
    await expect(readBody(JSON.stringify([{ text }, { text }]))).resolves.toStrictEqual([{ text }, { text }])
  })

  test('may contain more values if the caller allows more than 16 MiB', async () => {
    const body = Array.from({ length: 600_000 }, () => ({ 'a-name-of-some-length': 1 }))
    const response = await requestOnce({ fetch: async () => Response.json(body), maxResponseBytes: 2 ** 25 })
    expect(response.body).toHaveLength(600_000)
  })
})
