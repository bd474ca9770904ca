import type { ReceivedRequest } from '../replay/responder.ts'

/** Whether a header carries a credential, as it is or in the base64 of `Basic` (RFC 7617). */
export function carriesCredential({ headers }: ReceivedRequest, credential: string): boolean {
  return Object.values(headers).some(
    (value) => value.includes(credential) || decodedBasic(value).includes(credential),
  )
}

function decodedBasic(header: string): string {
  const token = /^Basic ([A-Za-z0-9+/=]+)$/.exec(header)?.[1] ?? ''
  return Buffer.from(token, 'base64').toString()
}
