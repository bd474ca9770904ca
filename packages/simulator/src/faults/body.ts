import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'
import { type Fault, replaceResponse } from './fault.ts'

const mebibyte = 2 ** 20

export const truncatedJson: Fault = replaceResponse(({ planned }) => {
  const text = planned.body.toString()
  return { ...planned, body: Buffer.from(text.slice(0, text.length / 2)) }
})

export const truncatedGzip: Fault = replaceResponse(({ planned }) => {
  const body = gzipSync(planned.body)
  return {
    ...planned,
    headers: { ...planned.headers, 'content-encoding': 'gzip' },
    body: body.subarray(0, body.length / 2),
  }
})

/** The page of a proxy, of a login or of maintenance. */
export const html: Fault = replaceResponse(() => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: Buffer.from('<!doctype html><title>Maintenance</title><h1>We will be back shortly</h1>\n'),
}))

export const empty: Fault = replaceResponse(({ planned: { headers } }) => ({
  status: 200,
  headers,
  body: Buffer.alloc(0),
}))

/** Inserts a byte that UTF-8 never uses. It is within the last text, if there is one, so a lenient reader accepts it. */
export const invalidUtf8: Fault = replaceResponse(({ planned }) => {
  const opening = '":"'
  const at = planned.body.lastIndexOf(opening)
  const place = at === -1 ? planned.body.length : at + opening.length
  const body = Buffer.concat([planned.body.subarray(0, place), Buffer.of(0xff), planned.body.subarray(place)])
  return { ...planned, body }
})

export const byteOrderMark: Fault = replaceResponse(({ planned }) => ({
  ...planned,
  body: Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), planned.body]),
}))

let bomb: Buffer | undefined

/** 256 MiB of zeros. A gzip file may have several members (RFC 1952, 2.2), so one member of 16 MiB is repeated. */
export const gzipBomb: Fault = replaceResponse(({ planned: { headers } }) => {
  bomb ??= Buffer.concat(Array.from<Buffer>({ length: 16 }).fill(gzipSync(Buffer.alloc(16 * mebibyte))))
  return { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: bomb }
})

export const endless: Fault = async ({ response, planned: { headers } }) => {
  response.writeHead(200, headers)
  // A response to HEAD has no body, so no backpressure would ever stop this one.
  if (response.req.method === 'HEAD') response.end()
  else await pipeline(Readable.from(zeros(), { objectMode: false }), response)
}

function* zeros(): Generator<Buffer, never, undefined> {
  const some = Buffer.from('0,'.repeat(32_768))
  yield Buffer.from('[')
  for (;;) yield some
}
