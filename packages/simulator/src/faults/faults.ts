import {
  byteOrderMark,
  empty,
  endless,
  gzipBomb,
  html,
  invalidUtf8,
  truncatedGzip,
  truncatedJson,
} from './body.ts'
import { cut, cutChunk, drip, reset, stall } from './connection.ts'
import type { Fault } from './fault.ts'
import { hugeHeaders, redirect, stackedEncodings } from './headers.ts'
import {
  badGateway,
  internalError,
  providerProblem,
  rateLimited,
  unavailable,
  unknownError,
} from './error-response.ts'

/** What can go wrong with a request. The README says for each fault what comes over the wire. */
export type FaultName =
  | 'reset'
  | 'cut'
  | 'cut-chunk'
  | 'stall'
  | 'drip'
  | 'rate-limited'
  | 'internal-error'
  | 'bad-gateway'
  | 'unavailable'
  | 'unknown-error'
  | 'provider-problem'
  | 'truncated-json'
  | 'truncated-gzip'
  | 'html'
  | 'empty'
  | 'invalid-utf8'
  | 'byte-order-mark'
  | 'gzip-bomb'
  | 'endless'
  | 'redirect'
  | 'huge-headers'
  | 'stacked-encodings'

/** The share of the requests that each fault gets: from 0 to 1, and at most 1 in total. */
export type FaultShares = { readonly [name in FaultName]?: number }

export const faults: Readonly<Record<FaultName, Fault>> = {
  reset,
  cut,
  'cut-chunk': cutChunk,
  stall,
  drip,
  'rate-limited': rateLimited,
  'internal-error': internalError,
  'bad-gateway': badGateway,
  unavailable,
  'unknown-error': unknownError,
  'provider-problem': providerProblem,
  'truncated-json': truncatedJson,
  'truncated-gzip': truncatedGzip,
  html,
  empty,
  'invalid-utf8': invalidUtf8,
  'byte-order-mark': byteOrderMark,
  'gzip-bomb': gzipBomb,
  endless,
  redirect,
  'huge-headers': hugeHeaders,
  'stacked-encodings': stackedEncodings,
}

export function isFaultName(value: unknown): value is FaultName {
  return typeof value === 'string' && Object.hasOwn(faults, value)
}

export const faultNames: readonly FaultName[] = Object.keys(faults).filter(isFaultName)
