import { invalidArgument } from '../options/invalid-argument.ts'

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
