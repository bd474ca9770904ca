import type { DownloadedFile } from '../contract/attachment.ts'
import { SmsError, type SmsErrorCode } from '../error.ts'
import type { DownloadSettings } from '../options/download-options.ts'
import type { ClientSettings } from '../options/client-options.ts'
import type { AttachmentSource, DownloadClient } from './attachment-source.ts'
import { isRedirect, type RawResponse } from './attempt.ts'
import { BodyTooLarge } from './body.ts'
import { joinChunks } from './concat-chunks.ts'
import { checkFileAddress, type FileAddresses } from './file-address.ts'
import { codeOf, retryAfter } from './read-response.ts'
import { networkError } from './read-thrown.ts'
import { type Failure, RetryPolicy } from './retry-policy.ts'
import { sendOnce } from './send-once.ts'
import { sleep } from './sleep.ts'
import { isDecompression } from './system-code.ts'

/**
 * Downloads the file at an address.
 *
 * @throws {SmsError} `unsupported` for an address that is not requested; any code that an error response or a broken connection
 * stands for; or the signal's own reason if it is aborted; or what a hook threw.
 */
export type Downloader = (address: unknown, settings: DownloadSettings) => Promise<DownloadedFile>

// From the API to where the file is, and once more for a server that moves it.
const MOST_REDIRECTS = 3

/** A failure, whose server it is from, and how many requests were made by then. */
type FileFailure = Failure & { readonly isOwn: boolean; readonly attempts: number }

/** Downloads files for one reader. */
export function createDownloader(
  source: AttachmentSource,
  { api: { provider, credentialHeaders }, settings, policy }: DownloadClient,
): Downloader {
  // The pauses of other servers, and their outages, are not the API's.
  const otherPolicy = new RetryPolicy(provider, settings.retries)
  const policyOf = (isOwn: boolean): RetryPolicy => (isOwn ? policy : otherPolicy)
  const publicHeaders: Record<string, string> = { accept: '*/*' }
  if (settings.userAgent !== null) publicHeaders['user-agent'] = settings.userAgent

  return async function download(address, { hosts, fetch, signal }) {
    const addresses = {
      provider,
      baseUrl: settings.baseUrl,
      hosts: [...source.hosts, ...hosts],
      isFile: source.isFile,
    }
    const others = { ...settings, fetch: settings.fetch ?? fetch }
    checkFileAddress(addresses, address)
    let attempts = 0
    let tries = 1
    for (;;) {
      const result = await follow(address, addresses, others, signal, attempts)
      if (!('retry' in result)) return result
      const wait = policyOf(result.isOwn).next(result, tries)
      if (wait === null) throw result.error
      attempts = result.attempts
      tries += 1
      await sleep(wait, signal)
    }
  }

  /**
   * Requests an address, and each that it redirects to.
   *
   * @param others The settings for hosts other than the API's.
   */
  async function follow(
    address: unknown,
    addresses: FileAddresses,
    others: ClientSettings,
    signal: AbortSignal,
    attemptsBefore: number,
  ): Promise<DownloadedFile | FileFailure> {
    let { url, isOwn } = checkFileAddress(addresses, address)
    let attempts = attemptsBefore
    for (let redirects = 0; ; redirects += 1) {
      await policyOf(isOwn).ready(attempts, signal)
      attempts += 1
      const raw = await sendOnce(provider, isOwn ? settings : others, {
        url: url.href,
        // The query of an address elsewhere may be a signature: whoever has it can read the file.
        shownUrl: isOwn ? url.href : url.origin + url.pathname,
        publicHeaders,
        credentialHeaders: isOwn && redirects === 0 ? credentialHeaders : {},
        signal,
        attempts,
      })
      if ('retry' in raw) return { ...raw, isOwn, attempts }
      if (!isRedirect(raw.status)) {
        const result = readFile(raw, isOwn, attempts)
        if ('retry' in result) return { ...result, isOwn, attempts }
        policyOf(isOwn).succeeded()
        return result
      }
      const location = raw.headers.get('location')
      if (location === null || redirects === MOST_REDIRECTS) {
        const what = location === null ? 'to no address' : `more than ${MOST_REDIRECTS} times`
        const message = `The file was not downloaded: its address redirects ${what}.`
        return { ...failure('invalid_response', message, raw.status, attempts), isOwn, attempts }
      }
      ;({ url, isOwn } = checkFileAddress(addresses, location, url))
    }
  }

  function readFile(
    { status, headers, body }: RawResponse,
    isOwn: boolean,
    attempts: number,
  ): DownloadedFile | Failure {
    const who = isOwn ? provider : 'The server of the file'
    if (status !== 200) {
      const message = `${who} sent no file (HTTP ${status}). It may be deleted, or its address may have expired: read the message again for a new one.`
      const code = status >= 400 ? codeOf(status) : 'invalid_response'
      // Another server never saw the credentials, so it cannot reject them.
      const isAboutAccount = code === 'authentication' || code === 'permission'
      return failure(!isOwn && isAboutAccount ? 'rejected' : code, message, status, attempts, headers)
    }
    if ('chunks' in body) return { content: joinChunks(body.chunks), contentType: mediaType(headers) }
    if (body.error instanceof BodyTooLarge) {
      const message = `The file is larger than \`maxResponseBytes\` (${settings.maxResponseBytes}). Allow more to download it.`
      return failure('invalid_response', message, status, attempts)
    }
    if (isDecompression(body.error)) {
      return failure('invalid_response', `${who} sent a file that cannot be decompressed.`, status, attempts)
    }
    const error = networkError(provider, 'The download broke off', body.error, attempts, status)
    return { error, retry: 'always' }
  }

  function failure(
    code: SmsErrorCode,
    message: string,
    status: number,
    attempts: number,
    headers?: Headers,
  ): Failure {
    const isPause = headers !== undefined && (code === 'rate_limited' || code === 'unavailable')
    const error = new SmsError(code, message, {
      provider,
      status,
      attempts,
      retryAfter: isPause ? retryAfter(headers) : undefined,
    })
    return { error, retry: error.retryable ? 'always' : 'never' }
  }
}

/** Null if it is not what a header should be. */
function mediaType(headers: Headers): string | null {
  const type = headers.get('content-type') ?? ''
  return /^[\x20-\x7e]{1,255}$/.test(type) ? type : null
}
