import type { Script } from './wire-server.ts'

/** What an answer says beside its body. */
export interface AnswerHead {
  /** Default: `200 OK`. */
  readonly status?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The first bytes of an answer, up to its body. Nothing is added to the headers. */
export function head({ status = '200 OK', headers = {} }: AnswerHead = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`
}

/** Answers with a whole body, and closes the connection. */
export function answer(body: string | Uint8Array, { status, headers }: AnswerHead = {}): Script {
  const bytes = Buffer.from(body)
  const whole = {
    'content-type': 'application/json',
    'content-length': String(bytes.byteLength),
    connection: 'close',
    ...headers,
  }
  return async (exchange) => {
    await exchange.write(head({ ...(status === undefined ? {} : { status }), headers: whole }))
    await exchange.write(bytes)
    exchange.end()
  }
}

/** Answers with these bytes and nothing else, and ends the connection cleanly. */
export function endAfter(...parts: readonly (string | Uint8Array)[]): Script {
  return async (exchange) => {
    for (const part of parts) await exchange.write(part)
    exchange.end()
  }
}

/** Answers with these bytes and then breaks the connection off. */
export function resetAfter(...parts: readonly (string | Uint8Array)[]): Script {
  return async (exchange) => {
    for (const part of parts) await exchange.write(part)
    exchange.reset()
  }
}

/** Answers with these bytes and then no more, with the connection left open. */
export function silentAfter(...parts: readonly (string | Uint8Array)[]): Script {
  return async (exchange) => {
    for (const part of parts) await exchange.write(part)
  }
}
