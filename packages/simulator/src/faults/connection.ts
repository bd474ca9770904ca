import { setTimeout as sleep } from 'node:timers/promises'
import { writeHead } from '../http-response.ts'
import type { Fault } from './fault.ts'

const dripInterval = 50

/** Before the headers. */
export const reset: Fault = ({ response }) => {
  response.socket?.resetAndDestroy()
}

/** In the middle of a body whose length was told. */
export const cut: Fault = ({ response, answer }) => {
  writeHead(response, answer)
  response.write(firstHalf(answer.body), () => response.destroy())
}

/** In the middle of a chunk whose length was told. */
export const cutChunk: Fault = ({ response, answer: { status, headers, body } }) => {
  response.writeHead(status, headers).flushHeaders()
  // Past the response, which would only write whole chunks.
  response.socket?.write(`${body.length.toString(16)}\r\n`)
  response.socket?.write(firstHalf(body), () => response.destroy())
}

/** Nothing, until the client gives up. */
export const stall: Fault = () => {}

/** The whole answer, a byte at a time. */
export const drip: Fault = async ({ response, answer, gone }) => {
  writeHead(response, answer)
  for (const byte of answer.body) {
    response.write(Buffer.of(byte))
    await sleep(dripInterval, undefined, { signal: gone })
  }
  response.end()
}

function firstHalf(body: Buffer): Buffer {
  return body.subarray(0, body.length / 2)
}
