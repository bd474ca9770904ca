import type { ClientOptions } from '@sms/core'
import { requestOnce } from './acme.ts'

/** Reads a response body. */
export async function readBody(
  body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>,
  type = 'application/json',
): Promise<unknown> {
  const options: ClientOptions = {
    retries: 0,
    fetch: () => Promise.resolve(new Response(body, { headers: { 'content-type': type } })),
  }
  const response = await requestOnce(options)
  return response.body
}
