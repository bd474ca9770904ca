import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import type { IncomingMessage } from 'node:http'
import { Agent, request, type RequestOptions } from 'node:https'
import type { LookupFunction } from 'node:net'
import { Readable } from 'node:stream'
import { SmsError } from '@sms/core'
import { ARCHIVE } from '../check-options.ts'
import { isPublicAddress } from './public-address.ts'

/** Finds the addresses of a host: all of them. */
export type FindAddresses = (
  host: string,
  done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void

/** What a connection is made with. Tests replace it. */
export interface ConnectionRules {
  readonly find: FindAddresses
  readonly isAllowed: (address: string) => boolean
  /** The certificates that are trusted; undefined for those that Node.js trusts. */
  readonly ca?: string
}

const findAddresses: FindAddresses = (host, done) =>
  systemLookup(host, { all: true }, (error, addresses) => done(error, addresses))

/**
 * Makes a `fetch` that only connects to addresses of the public internet: a name may resolve to one of this network, and to
 * another one at each lookup. So what is checked is the very list that the connection is made with.
 *
 * It sends `GET` by https, and follows no redirect. It accepts no compression: what arrives is the file, and as large as
 * it looks.
 */
export function makePublicFetch(
  rules: ConnectionRules = { find: findAddresses, isAllowed: isPublicAddress },
): typeof globalThis.fetch {
  const lookup = checkedLookup(rules)
  const { ca } = rules
  return async (input, init) => {
    const { url, headers, signal } = new Request(input, init)
    const response = await send(url, {
      lookup,
      headers: { ...Object.fromEntries(headers), 'accept-encoding': 'identity' },
      // An agent of its own: a connection of another one was not checked, and a proxy would look the name up itself.
      agent: new Agent(ca === undefined ? {} : { ca }),
      // That of the caller: a request holds it weakly.
      signal: init?.signal ?? signal,
    })
    const { statusCode = 0, headers: received } = response
    if (statusCode < 200 || statusCode > 599) {
      response.destroy()
      throw refused('invalid_response', 'its server sent a status that does not exist.')
    }
    const encoding = received['content-encoding'] ?? 'identity'
    if (encoding !== 'identity') {
      response.destroy()
      throw refused('invalid_response', 'its server compresses it, although it was asked not to.')
    }
    const hasBody = statusCode !== 204 && statusCode !== 205 && statusCode !== 304
    if (!hasBody) response.resume()
    return new Response(hasBody ? (Readable.toWeb(response) as ReadableStream<Uint8Array>) : null, {
      status: statusCode,
      headers: new Headers(Object.entries(received).flatMap(([name, value]) => pairsOf(name, value))),
    })
  }
}

function send(url: string, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, options).on('response', resolve).on('error', reject).end()
  })
}

/** A lookup that fails if any address of a name is not public. Node.js calls none for an IP address. */
function checkedLookup({ find, isAllowed }: ConnectionRules): LookupFunction {
  return (host, { all }, callback) => {
    find(host, (error, addresses) => {
      const [first] = addresses ?? []
      if (error !== null || first === undefined) return callback(error ?? notFound(), '', 0)
      if (!addresses.every(({ address }) => isAllowed(address))) {
        return callback(refused('unsupported', 'the name of its host leads to a private address.'), '', 0)
      }
      if (all === true) callback(null, [...addresses])
      else callback(null, first.address, first.family)
    })
  }
}

function refused(code: 'invalid_response' | 'unsupported', why: string): SmsError {
  return new SmsError(code, `The file is not stored: ${why}`, { provider: ARCHIVE })
}

function notFound(): Error {
  return Object.assign(new Error('The host has no address.'), { code: 'ENOTFOUND' })
}

function pairsOf(name: string, value: string | string[] | undefined): [string, string][] {
  return [value ?? []].flat().map((one) => [name, one])
}
