import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import { type Fault, instead } from './fault.ts'

const mebibyte = 2 ** 20

export const truncatedJson: Fault = instead((answer) => {
  const text = answer.body.toString()
  return { ...answer, body: Buffer.from(text.slice(0, text.length / 2)) }
})

export const truncatedGzip: Fault = instead((answer) => {
  const body = gzipSync(answer.body)
  return {
    ...answer,
    headers: { ...answer.headers, 'content-encoding': 'gzip' },
    body: body.subarray(0, body.length / 2),
  }
})

/** The page that a proxy, a login or a maintenance puts in the way. */
export const html: Fault = instead(() => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: Buffer.from('<!doctype html><title>Maintenance</title><h1>We will be back shortly</h1>\n'),
}))

export const empty: Fault = instead(({ headers }) => ({ status: 200, headers, body: Buffer.alloc(0) }))

/** A byte that UTF-8 never has, where a lenient reader does not notice: within the last text, if there is any. */
export const invalidUtf8: Fault = instead((answer) => {
  const opening = '":"'
  const at = answer.body.lastIndexOf(opening)
  const place = at === -1 ? answer.body.length : at + opening.length
  const body = Buffer.concat([answer.body.subarray(0, place), Buffer.of(0xff), answer.body.subarray(place)])
  return { ...answer, body }
})

export const byteOrderMark: Fault = instead((answer) => ({
  ...answer,
  body: Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), answer.body]),
}))

let bomb: Buffer | undefined

/** 256 MiB of zeros. A gzip file may consist of several members (RFC 1952, 2.2), so that one of 16 MiB is enough. */
export const gzipBomb: Fault = instead(({ headers }) => {
  bomb ??= Buffer.concat(Array.from<Buffer>({ length: 16 }).fill(gzipSync(Buffer.alloc(16 * mebibyte))))
  return { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: bomb }
})

export const endless: Fault = async ({ response, answer: { headers } }) => {
  response.writeHead(200, headers)
  // A HEAD has no body, and nothing would ever hold this one back.
  if (response.req.method === 'HEAD') response.end()
  else await pipeline(Readable.from(zeros(), { objectMode: false }), response)
}

function* zeros(): Generator<Buffer, never, undefined> {
  const some = Buffer.from('0,'.repeat(32_768))
  yield Buffer.from('[')
  for (;;) yield some
}
