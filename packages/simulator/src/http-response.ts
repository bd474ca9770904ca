import type { ServerResponse } from 'node:http'
import type { Answer } from './provider.ts'

/** An answer as it goes over the wire. */
export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export function asJson({ status, headers, body }: Answer): WireAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  }
}

export function writeHead(response: ServerResponse, { status, headers, body }: WireAnswer): void {
  response.writeHead(status, { ...headers, 'content-length': body.length })
}

export function send(response: ServerResponse, answer: WireAnswer): void {
  writeHead(response, answer)
  response.end(answer.body)
}
