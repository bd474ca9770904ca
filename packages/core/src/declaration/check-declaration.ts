import type { Capabilities } from '../contract.ts'
import { LARGEST_PAGE } from '../options/call-options.ts'
import { CLIENT_OPTIONS } from '../options/client-options.ts'
import { invalidArgument } from '../options/invalid-argument.ts'
import type { ParsedParticipant } from './provider-declaration.ts'

/** What of a declaration may contradict itself although it compiles. */
interface Checked {
  readonly name: string
  readonly capabilities: Capabilities
  readonly credentials: Readonly<Record<string, string>>
  readonly options?: Readonly<Record<string, { readonly variable?: string }>> | undefined
  readonly conversations?: unknown
  readonly summary?: unknown
}

/**
 * Checks what a compiler cannot: that capabilities agree with each other and with the methods, and that names can be used.
 *
 * @throws {SmsError} `invalid_argument`, naming the part of the declaration that is wrong.
 */
export function checkDeclaration(declaration: Checked): void {
  const { name, capabilities, credentials, options = {} } = declaration
  const { order, orders, defaultPageSize, maxPageSize } = capabilities
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) {
    throw invalidArgument(
      name,
      'name',
      'lower-case letters, digits and single dashes, starting with a letter',
    )
  }
  for (const method of ['conversations', 'summary'] as const) {
    const isDeclared = declaration[method] !== undefined
    if (capabilities[method] === isDeclared) continue
    const is = isDeclared ? 'true, since the declaration includes' : 'false, or the declaration must include'
    throw invalidArgument(name, `capabilities.${method}`, `${is} \`${method}\``)
  }
  if (order !== 'unspecified' && !orders.includes(order)) {
    throw invalidArgument(
      name,
      'capabilities.orders',
      `a list that includes \`capabilities.order\`, '${order}'`,
    )
  }
  const largest = maxPageSize ?? LARGEST_PAGE
  if (!isCount(largest))
    throw invalidArgument(name, 'capabilities.maxPageSize', 'a whole number from 1, or null')
  if (!isCount(defaultPageSize) || defaultPageSize > largest) {
    throw invalidArgument(name, 'capabilities.defaultPageSize', `a whole number from 1 to ${largest}`)
  }
  for (const [option, variable] of Object.entries(credentials)) {
    checkOption(name, `credentials.${option}`, option, variable)
  }
  for (const [option, { variable }] of Object.entries(options)) {
    checkOption(name, `options.${option}`, option, variable)
  }
}

function checkOption(provider: string, path: string, option: string, variable: string | undefined): void {
  if (CLIENT_OPTIONS.some((known) => known === option)) {
    throw invalidArgument(provider, path, 'renamed: every reader has an option of that name')
  }
  if (variable !== undefined && !/^[A-Z_][A-Z0-9_]*$/.test(variable)) {
    throw invalidArgument(provider, path, 'the name of an environment variable, such as ACME_API_KEY')
  }
}

/**
 * Returns a base URL followed by the path that a declaration adds. A path that is not one could send the credentials to
 * another host.
 *
 * @throws {SmsError} `invalid_argument` for a path that is not complete and encoded.
 */
export function withBasePath(provider: string, baseUrl: string, path: string): string {
  if (path === '') return baseUrl
  const url = baseUrl + path
  const isPath = /^\/[^/]/.test(path) && !path.endsWith('/') && !/[?#]/.test(path)
  if (isPath && URL.parse(url)?.href === url) return url
  const expected =
    'a path that starts with one slash and ends without one, its parts encoded by `encodeURIComponent`'
  throw invalidArgument(provider, 'basePath', expected)
}

/**
 * Returns a participant that a declaration has read.
 *
 * @throws {SmsError} `invalid_argument` if nothing sets it apart: a cursor of one participant would be good for another.
 */
export function checkParticipant<Participant extends ParsedParticipant>(
  provider: string,
  participant: Participant,
): Participant {
  const value: unknown = typeof participant === 'string' ? participant : participant.value
  if (typeof value === 'string' && value !== '') return participant
  const expected = 'text, or an object with a `value`, that is not empty and differs between participants'
  throw invalidArgument(provider, 'participants', `functions that return ${expected}`)
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1
}
