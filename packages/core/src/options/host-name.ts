// RFC 1123, 2.1: labels of letters, digits and dashes. The last one starts with a letter, so that no IP address is a name.
const HOST_NAME =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i

/**
 * Returns whether a value is the full name of a host: no IP address, no port, no wildcard.
 *
 * @example
 * ```ts
 * import { isHostName } from '@sms/core/provider'
 *
 * console.log(isHostName('files.example.com'), isHostName('127.0.0.1')) // true false
 * ```
 */
export function isHostName(value: unknown): value is string {
  return typeof value === 'string' && HOST_NAME.test(value)
}
