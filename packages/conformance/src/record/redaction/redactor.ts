import { parseLinkHeader } from '@sms/core/provider'
import type { RecordedRequest, RecordedResponse } from '../../fixture/fixture.ts'
import { BASE_URL } from '../../fixture/base-url.ts'
import {
  ADDRESSES_WITHIN,
  digitsOf,
  fieldName,
  classifyText,
  NUMBERS_WITHIN,
  parameterPath,
  pathOf,
} from '../text/classify-text.ts'
import { linkBelow, pathLike, type ProviderLink } from '../text/link-below.ts'
import { MadeUpValues } from '../values/made-up-values.ts'
import type { SensitiveValues } from '../values/sensitive-values.ts'
import { segments } from '../text/request-below.ts'

/** The request of an exchange in the live call, and in the call that received redacted responses. */
export interface RequestPair {
  readonly live: RecordedRequest
  readonly redacted: RecordedRequest
}

/** Redacts responses. Their bodies keep only the names of fields, and the values of the fields to keep. */
export class Redactor {
  readonly #originals: SensitiveValues
  readonly #values: MadeUpValues
  readonly #keep: ReadonlySet<string>
  readonly #baseUrl: string

  /**
   * @param originals The sensitive values of every response that will be redacted.
   * @param known The replacements of some of them.
   */
  constructor(
    originals: SensitiveValues,
    keep: ReadonlySet<string>,
    baseUrl: string,
    known: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#originals = originals
    this.#values = new MadeUpValues(originals, known)
    this.#keep = keep
    this.#baseUrl = baseUrl
  }

  response({ status, headers, body }: RecordedResponse, requests: RequestPair): RecordedResponse {
    return { status, headers: this.#headers(headers, requests), body: this.body(body, requests) }
  }

  body(value: unknown, requests?: RequestPair, path = ''): unknown {
    if (Array.isArray(value)) return value.map((item) => this.body(item, requests, path))
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [
          this.#key(key),
          this.body(inner, requests, pathOf(path, key)),
        ]),
      )
    }
    const isKept = this.#keep.has(path)
    if (typeof value === 'string') {
      return isKept ? this.#kept(value, requests, path) : this.text(value, requests, path)
    }
    if (typeof value === 'number') return isKept ? this.#keptNumber(value) : this.#number(value)
    return value
  }

  /** @param path The path of the field that has the value. */
  text(value: string, requests?: RequestPair, path = ''): string {
    const link =
      linkBelow(this.#baseUrl, value) ?? (requests && pathLike(this.#baseUrl, requests.live.path, value))
    return link === null || link === undefined
      ? this.#values.inPlaceOf(value)
      : this.#link(link, requests, path)
  }

  #headers(
    headers: Readonly<Record<string, string>>,
    requests: RequestPair,
  ): Readonly<Record<string, string>> {
    const { 'content-type': contentType = '', link = null, 'retry-after': retryAfter = '' } = headers
    const [, mediaType, charset] =
      /^\s*([\w.+-]+\/[\w.+-]+)(?:.*?;\s*charset="?([\w-]+))?/i.exec(contentType) ?? []
    const links = parseLinkHeader(link)?.flatMap(({ rel, target }) => {
      const url = URL.parse(target, this.#baseUrl + requests.live.path)
      // A relation that is not registered is a URL (RFC 8288, 2.1.2).
      const isRegistered = /^[a-z-]{1,20}$/.test(rel)
      return url === null || !isRegistered ? [] : [`<${this.text(url.href, requests, 'link')}>; rel="${rel}"`]
    })
    return {
      ...(mediaType !== undefined && {
        'content-type': mediaType + (charset === undefined ? '' : `; charset=${charset}`),
      }),
      ...(links !== undefined && links.length > 0 && { link: links.join(', ') }),
      ...(/^(?:\d{1,7}|\w{3}, [\w: ]+ GMT)$/.test(retryAfter) && { 'retry-after': retryAfter }),
    }
  }

  #key(key: string): string {
    return fieldName(key) === null ? this.text(key) : key
  }

  #number(value: number): number {
    return Math.sign(value) * Number(this.text(String(Math.abs(value))))
  }

  /** A link to the provider itself. The parts that repeat the request have the values of the redacted request. */
  #link({ root, path, parameters }: ProviderLink, requests: RequestPair | undefined, field: string): string {
    const repeated = repeatedParts(requests)
    const parts = segments(path).map((part) => {
      const whole = repeated.get(part)
      if (whole !== undefined) return encodeURIComponent(whole)
      const { stem, type } = fileName(part)
      if (!repeated.has(type)) return encodeURIComponent(this.text(part))
      return encodeURIComponent((repeated.get(stem) ?? this.text(stem)) + type)
    })
    const query = new URLSearchParams(
      [...parameters].map(([name, value]) => [
        // A parameter of the request is no person's value.
        requests?.live.query[name] === undefined ? this.#key(name) : name,
        this.#parameter(name, value, requests, parameterPath(field, name)),
      ]),
    )
    const start = { URL: BASE_URL, path: new URL(BASE_URL).pathname, none: '' }[root]
    const below = parts.map((part) => `/${part}`).join('')
    return `${start}${below}${query.size === 0 ? '' : `?${query}`}`
  }

  /** A position in a list is not sensitive: a number in a parameter that was requested with a number. */
  #parameter(name: string, value: string, requests: RequestPair | undefined, path: string): string {
    const requested = requests?.live.query[name]
    if (requested === value) return requests?.redacted.query[name] ?? this.text(value)
    if (this.#keep.has(path)) return this.#kept(value, requests, path)
    const isPosition = requested !== undefined && /^\d{1,7}$/.test(requested) && /^\d{1,7}$/.test(value)
    return isPosition ? value : this.text(value)
  }

  /** A value of a field to keep, without credentials, addresses and known phone numbers. */
  #kept(value: string, requests: RequestPair | undefined, path: string): string {
    const isLink = classifyText(value) === 'URL' || linkBelow(this.#baseUrl, value) !== null
    if (isLink) return this.text(value, requests, path)
    let kept = value
    for (const credential of this.#originals.credentials) {
      kept = kept.replaceAll(credential, () => this.text(credential))
    }
    return kept
      .replaceAll(ADDRESSES_WITHIN, (address) => this.text(address))
      .replaceAll(NUMBERS_WITHIN, (number) => (this.#isKnown(number) ? this.text(number) : number))
  }

  #keptNumber(value: number): number {
    return this.#isKnown(String(value)) ? this.#number(value) : value
  }

  #isKnown(number: string): boolean {
    return number.startsWith('+') || this.#originals.numberIn(digitsOf(number)) !== undefined
  }
}

/** The parts of the live path, and the redacted ones in their place: whole, without the type of a file, and the type. */
function repeatedParts(requests: RequestPair | undefined): ReadonlyMap<string, string> {
  if (requests === undefined) return new Map()
  const redacted = segments(requests.redacted.path)
  return new Map(
    segments(requests.live.path).flatMap((part, at) => {
      const [name, other] = [fileName(part), fileName(redacted[at] ?? '')]
      return [
        [part, redacted[at] ?? ''] as const,
        [name.stem, other.stem] as const,
        [name.type, other.type] as const,
      ]
    }),
  )
}

/** `Messages.json` is `Messages` and `.json`. */
function fileName(part: string): { readonly stem: string; readonly type: string } {
  const type = /(?<=.)\.[a-z]{2,4}$/.exec(part)?.[0] ?? ''
  return { stem: part.slice(0, part.length - type.length), type }
}
