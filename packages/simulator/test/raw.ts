import { connect, type Socket } from 'node:net'
import type { Simulator } from '@sms/simulator'

/** Sends a GET over a socket, so that no HTTP client changes what arrives. */
export function request({ url }: Pick<Simulator, 'url'>, path: string, credentials = ''): Socket {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.write(`GET ${path} HTTP/1.1\r\nhost: ${hostname}\r\n${credentials}connection: close\r\n\r\n`)
  return socket
}

/** Everything that arrived until the connection ended. */
export interface Received {
  /** The status line and the headers, in lower case. */
  readonly head: string
  readonly body: Buffer
  /** The error that ended the connection, or null if it was closed normally. */
  readonly error: string | null
}

export async function receive(socket: Socket): Promise<Received> {
  const chunks: Buffer[] = []
  let error: string | null = null
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.on('error', ({ code }: NodeJS.ErrnoException) => (error = code ?? 'unknown'))
  // `once` would reject on an error.
  await new Promise((resolve) => socket.on('close', resolve))
  const bytes = Buffer.concat(chunks)
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return { head: bytes.toString(), body: Buffer.alloc(0), error }
  return { head: bytes.subarray(0, end).toString().toLowerCase(), body: bytes.subarray(end + 4), error }
}

export function headerIn({ head }: Received, name: string): string | null {
  return new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1]?.trim() ?? null
}
