import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { answer, silentAfter, head } from '../../src/answers.ts'
import { probedProvider, PROVIDERS } from '../../src/providers.ts'
import { type Script, startWireServer } from '../../src/wire-server.ts'
import { emptyPage, onePage } from './read.ts'
import { runProgram } from './run-program.ts'

const MEBIBYTE = 1024 * 1024
// One mebibyte of spaces, again and again: gzip members that follow each other unpack to one text (RFC 1952, 2.2).
const bomb = Buffer.concat(Array<Buffer>(1024).fill(gzipSync(' '.repeat(MEBIBYTE))))
// `maxResponseBytes` is 16 MiB unless it is set: this is what they may cost, decoded and on their way.
const BOUND = 8 * 16 * MEBIBYTE

const endless: Script = async (exchange) => {
  const chunk = ' '.repeat(MEBIBYTE)
  await exchange.write(head())
  while (await exchange.write(chunk));
}

describe.each(PROVIDERS)('$name', (provider) => {
  const list = Array.from({ length: 20 }, (_, number) => provider.message(number))

  /** Leaves the connection open for the next request. */
  const keepAlive: Script = async (exchange) => {
    const page = JSON.stringify(provider.page(list, exchange.request.target))
    await exchange.write(head({ headers: { 'content-length': String(page.length) } }))
    await exchange.write(page)
  }

  test.each([
    { what: 'a walk to the end', way: 'end', script: keepAlive },
    { what: 'a break', way: 'break', script: keepAlive },
    { what: 'an abort', way: 'abort', script: silentAfter() },
    { what: 'a timeout', way: 'timeout', script: silentAfter(head()) },
    { what: 'a refusal', way: 'end', script: answer('', { status: '403 Forbidden' }) },
  ])('nothing keeps a program alive after $what [process-end]', async ({ way, script }) => {
    await using server = await startWireServer(script)
    const { printed, exitCode } = await runProgram('ending', provider.name, server.url, way)
    expect(exitCode).toBe(0)
    expect(printed).not.toContain('Timeout')
  })
})

// One provider shows it: a body is read before anyone knows whose it is.
test.each([
  {
    what: 'a gzip bomb that unpacks to 1 GiB',
    script: answer(bomb, { headers: { 'content-encoding': 'gzip' } }),
  },
  {
    what: 'a gzip bomb within another',
    script: answer(gzipSync(bomb), { headers: { 'content-encoding': 'gzip, gzip' } }),
  },
  { what: 'an endless body', script: endless },
])('memory stays flat under $what [hostile-body]', async ({ script }) => {
  const provider = probedProvider('ip1')
  await using calm = await startWireServer(answer(onePage(provider)), answer(emptyPage(provider)))
  await using server = await startWireServer(script)
  const { printed } = await runProgram('memory', provider.name, calm.url, server.url)
  expect(printed).toMatchObject({ code: 'invalid_response' })
  expect(printed).toSatisfy(({ grown }: { grown: number }) => grown < BOUND)
  expect(server.requests).toHaveLength(1)
})
