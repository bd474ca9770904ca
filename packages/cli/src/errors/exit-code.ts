import type { ArchiveErrorCode } from '@sms/archive'
import type { SmsErrorCode } from '@sms/core'

/** How a command ended, for scripts. After a signal, the code is 128 and the number of the signal. */
export const exitCodes = {
  done: 0,
  unexpected: 1,
  usage: 2,
  authentication: 3,
  notFound: 4,
  rateLimited: 5,
  providerDown: 6,
  badResponse: 7,
  partlyDone: 8,
  different: 9,
  unhealthy: 10,
} as const

export const exitCodeOf: Readonly<Record<SmsErrorCode, number>> = {
  invalid_argument: exitCodes.usage,
  unsupported: exitCodes.usage,
  authentication: exitCodes.authentication,
  permission: exitCodes.authentication,
  not_found: exitCodes.notFound,
  rate_limited: exitCodes.rateLimited,
  unavailable: exitCodes.providerDown,
  timeout: exitCodes.providerDown,
  network: exitCodes.providerDown,
  rejected: exitCodes.badResponse,
  invalid_response: exitCodes.badResponse,
  pagination: exitCodes.badResponse,
}

export const archiveExitCodeOf: Readonly<Record<ArchiveErrorCode, number>> = {
  busy: exitCodes.providerDown,
  erased: exitCodes.usage,
  conflict: exitCodes.usage,
  not_an_archive: exitCodes.usage,
  newer_version: exitCodes.usage,
  storage: exitCodes.unexpected,
}

export const exitCodesHelp = `
Exit codes:
  0  done
  1  unexpected: a bug in this program, a full disk, an archive that is damaged or out of reach, or a Node.js that is too old
  2  usage: wrong arguments, an option that the provider does not support, a missing provider or credential
  3  the provider rejected the credentials, or they do not allow this
  4  not found
  5  rate limited
  6  the provider is unavailable, too slow or unreachable, or the archive is busy
  7  the provider rejected the request, or its response is invalid
  8  partly done: some participants or conversations failed
  9  sms verify: the archive differs from the provider’s list
  10  sms queue --health: workers or conversations need someone
  129, 130, 143  interrupted`
