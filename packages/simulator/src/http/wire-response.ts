import type { ServerResponse } from 'node:http'
import type { JsonResponse } from './json-api.ts'

/** A response as it goes over the wire. */
export interface WireResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export function toWire({ status, headers, body }: JsonResponse): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  }
}

export function writeHead(response: ServerResponse, { status, headers, body }: WireResponse): void {
  response.writeHead(status, { ...headers, 'content-length': body.length })
}

export function sendWhole(response: ServerResponse, wire: WireResponse): void {
  writeHead(response, wire)
  response.end(wire.body)
}
