import { SmsError } from '../error.ts'

/** Which addresses files are requested from. */
export interface FileAddresses {
  readonly provider: string
  /** Of the API. */
  readonly baseUrl: string
  /** The names of the other hosts, in lower case. */
  readonly hosts: readonly string[]
  /** Whether a path of the API is one of a file. */
  readonly isFile: (path: string) => boolean
}

/** An address that may be requested. */
export interface FileAddress {
  readonly url: URL
  /** Whether it is the API's. */
  readonly isOwn: boolean
}

/**
 * Checks an address that came out of a response, which may point anywhere.
 *
 * @param from The address that redirects to it.
 * @throws {SmsError} `unsupported` if it is not requested.
 */
export function checkFileAddress(
  { provider, baseUrl, hosts, isFile }: FileAddresses,
  address: unknown,
  from?: URL,
): FileAddress {
  const url = typeof address === 'string' ? URL.parse(address, from?.href) : null
  const error = (why: string): SmsError =>
    new SmsError('unsupported', `The file is not requested: ${why}`, { provider })
  if (url === null) throw error('its address is not an absolute URL.')
  if (url.username !== '' || url.password !== '') {
    throw error('its address contains a user name or a password.')
  }
  url.hash = ''
  if (url.href.startsWith(`${baseUrl}/`)) {
    if (isFile(url.href.slice(baseUrl.length))) return { url, isOwn: true }
    throw error(`${provider} documents no file at this path of its API.`)
  }
  if (url.protocol !== 'https:' || url.port !== '') throw error('its address is not https on the usual port.')
  if (hosts.includes(url.hostname)) return { url, isOwn: false }
  throw error(
    `${hostOf(url)} is not a host that ${provider} documents. Allow it with \`hosts\` if you trust it.`,
  )
}

/** A name could contain a phone number. */
function hostOf({ hostname }: URL): string {
  return /^[a-z0-9.-]{1,100}$/.test(hostname) && !/\d{5}/.test(hostname) ? hostname : 'its host'
}
