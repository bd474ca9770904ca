import type { ReceivedRequest } from './replay.ts'

/** Whether a request's headers carry a credential, as it is or as `Basic` has it (RFC 7617: in base64). */
export function carries({ headers }: ReceivedRequest, credential: string): boolean {
  return Object.values(headers).some(
    (value) => value.includes(credential) || decoded(value).includes(credential),
  )
}

function decoded(header: string): string {
  const token = /^Basic ([A-Za-z0-9+/=]+)$/.exec(header)?.[1] ?? ''
  return Buffer.from(token, 'base64').toString()
}
