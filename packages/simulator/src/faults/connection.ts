import { setTimeout as sleep } from 'node:timers/promises'
import { writeHead } from '../http/wire-response.ts'
import type { Fault } from './fault.ts'

const dripInterval = 50

/** Resets the connection before the headers. */
export const reset: Fault = ({ response }) => {
  response.socket?.resetAndDestroy()
}

/** Ends the connection in the middle of a body whose length was announced. */
export const cut: Fault = ({ response, planned }) => {
  writeHead(response, planned)
  response.write(firstHalf(planned.body), () => response.destroy())
}

/** Ends the connection in the middle of a chunk whose length was announced. */
export const cutChunk: Fault = ({ response, planned: { status, headers, body } }) => {
  response.writeHead(status, headers).flushHeaders()
  // Written to the socket, because the response writes only whole chunks.
  response.socket?.write(`${body.length.toString(16)}\r\n`)
  response.socket?.write(firstHalf(body), () => response.destroy())
}

/** Sends nothing until the client gives up. */
export const stall: Fault = () => {}

/** Sends the whole response, one byte at a time. */
export const drip: Fault = async ({ response, planned, ended }) => {
  writeHead(response, planned)
  for (const byte of planned.body) {
    response.write(Buffer.of(byte))
    await sleep(dripInterval, undefined, { signal: ended })
  }
  response.end()
}

function firstHalf(body: Buffer): Buffer {
  return body.subarray(0, body.length / 2)
}
