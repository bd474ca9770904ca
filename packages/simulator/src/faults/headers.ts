import { gzipSync } from 'node:zlib'
import { type Fault, instead } from './fault.ts'

const layers = 10

/** To another origin, which is this server by another name: credentials that are sent there stay on the machine. */
export const redirect: Fault = instead((_, { response: { req } }) => ({
  status: 302,
  headers: { location: `http://localhost:${req.socket.localPort}${req.url}` },
  body: Buffer.alloc(0),
}))

/** More than the 16 KB that Node.js takes. */
export const hugeHeaders: Fault = instead((answer) => ({
  ...answer,
  headers: { ...answer.headers, 'x-padding': '0'.repeat(20_000) },
}))

export const stackedEncodings: Fault = instead((answer) => {
  let { body } = answer
  for (let layer = 0; layer < layers; layer++) body = gzipSync(body)
  const encodings = Array.from({ length: layers }, () => 'gzip').join(', ')
  return { ...answer, headers: { ...answer.headers, 'content-encoding': encodings }, body }
})
