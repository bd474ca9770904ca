import { gzipSync } from 'node:zlib'
import { type Fault, replaceResponse } from './fault.ts'

const layers = 10

/** Redirects to another origin, which is this server by another name. Credentials that follow stay on the machine. */
export const redirect: Fault = replaceResponse(({ response: { req } }) => ({
  status: 302,
  headers: { location: `http://localhost:${req.socket.localPort}${req.url}` },
  body: Buffer.alloc(0),
}))

/** More than the 16 KB that Node.js accepts. */
export const hugeHeaders: Fault = replaceResponse(({ planned }) => ({
  ...planned,
  headers: { ...planned.headers, 'x-padding': '0'.repeat(20_000) },
}))

export const stackedEncodings: Fault = replaceResponse(({ planned }) => {
  let { body } = planned
  for (let layer = 0; layer < layers; layer++) body = gzipSync(body)
  const encodings = Array.from({ length: layers }, () => 'gzip').join(', ')
  return { ...planned, headers: { ...planned.headers, 'content-encoding': encodings }, body }
})
