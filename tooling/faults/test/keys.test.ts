import assert from 'node:assert/strict'
import { afterEach, describe, expect, test } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { PROVIDERS } from '../src/providers.ts'
import { answering } from './answering.ts'
import { failure } from './failure.ts'

const OWN_KEYS = Reflect.ownKeys(Object.prototype)

afterEach(() => {
  assert.deepEqual(Reflect.ownKeys(Object.prototype), OWN_KEYS)
})

describe.each(PROVIDERS)('$name', (provider) => {
  /** Reads one message to whose JSON something is added. */
  function read(added: string) {
    const page = JSON.stringify(
      provider.page([{ ...provider.message(1), added: 0 }], '/?page=1&limit=9&per_page=9&start=0'),
    )
    const { fetch } = answering(() => new Response(page.replace('"added":0', added)))
    return provider.connect({ fetch }).messages(CANARY.participant, { limit: 1 }).toArray()
  }

  test.each([
    '"__proto__":{"polluted":true}',
    '"__proto__":null',
    '"__proto__":{"__proto__":{"polluted":true}}',
    String.raw`"\u005f\u005fproto\u005f\u005f":{"polluted":true}`,
    '"constructor":{"prototype":{"polluted":true}}',
    '"nested":[{"__proto__":{"polluted":true}}]',
    '"toString":"canary"',
    '"valueOf":1,"toJSON":1',
    '"hasOwnProperty":null,"then":{"polluted":true}',
    '"":0,"0":1,"length":-1',
  ])('raw is safe to spread and to assign with %s [prototype-keys]', async (added) => {
    const [message] = await read(added)
    const raw = message?.raw as object
    for (const copy of [raw, { ...raw }, Object.assign({}, raw), structuredClone(raw)]) {
      expect(Object.getPrototypeOf(copy)).toBe(Object.prototype)
      expect(Object.hasOwn(copy, '__proto__')).toBe(false)
      expect(copy).not.toHaveProperty('polluted')
      expect(copy).not.toHaveProperty('nested.0.polluted')
    }
    expect(message?.text).toBe(`${CANARY.text} 1`)
  })

  test.each([
    '{"__proto__":[]}',
    '{"__proto__":{"conversation":[],"error":"104","code":101,"message":"","status":429}}',
    '{"constructor":{"name":"canary"}}',
    '{"toString":null,"valueOf":null}',
  ])('a body of nothing but such keys is refused: %s [prototype-keys]', async (body) => {
    const { fetch } = answering(() => new Response(body))
    const messages = provider.connect({ fetch }).messages(CANARY.participant)
    await expect(failure(messages.toArray())).resolves.toMatchObject({ code: 'invalid_response' })
  })
})
