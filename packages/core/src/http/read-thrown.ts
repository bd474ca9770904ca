import { SmsError } from '../error.ts'
import { AttemptTimeout, FaultyFetch } from './attempt.ts'
import type { Failure } from './retry-policy.ts'
import { isUntrustedCertificate, isUnreachable, proxyRefusal, systemCode } from './system-code.ts'

/** The failure of an attempt that brought no response. What was thrown may show the URL, so only its code is kept. */
export function readThrown(provider: string, thrown: unknown, timeout: number, attempts: number): Failure {
  // A `fetch` that knows the error, such as one that does not connect to every address.
  if (SmsError.is(thrown)) return { error: thrown, retry: 'never' }
  if (thrown instanceof FaultyFetch) {
    return { error: new SmsError('invalid_argument', thrown.message, { provider }), retry: 'never' }
  }
  if (thrown instanceof AttemptTimeout) {
    const message = `${provider} did not respond within ${timeout} ms. Allow more with \`timeout\`.`
    return { error: new SmsError('timeout', message, { provider, attempts }), retry: 'always' }
  }
  const refusal = proxyRefusal(thrown)
  if (isUntrustedCertificate(thrown) || refusal !== null) {
    const message =
      refusal === null
        ? certificateMessage(provider, systemCode(thrown))
        : `The proxy refused to connect to ${provider} (HTTP ${refusal}). Check the address and the password in HTTPS_PROXY, or add the host to NO_PROXY.`
    return {
      error: new SmsError('network', message, { provider, attempts, cause: codeAsCause(thrown) }),
      retry: 'never',
    }
  }
  return { error: networkError(provider, 'The connection failed', thrown, attempts), retry: 'always' }
}

/** The error for a connection that failed or broke off, which another attempt may not. */
export function networkError(
  provider: string,
  what: string,
  thrown: unknown,
  attempts: number,
  status?: number,
): SmsError {
  const count = `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`
  const advice = isUnreachable(thrown)
    ? ' If this computer needs a proxy, set HTTPS_PROXY, and NODE_USE_ENV_PROXY=1 so that Node.js uses it.'
    : ''
  const message = `${what} after ${count}. ${provider} may be unreachable.${advice}`
  return new SmsError('network', message, { provider, status, attempts, cause: codeAsCause(thrown) })
}

function certificateMessage(provider: string, code: string | null): string {
  const what = `The certificate of ${provider} is not trusted${code === null ? '' : ` (${code})`}.`
  if (code !== null && /EXPIRED|NOT_YET_VALID/.test(code)) {
    return `${what} Check the clock of this computer. If it is right, ${provider} must renew the certificate.`
  }
  if (code !== null && /ALTNAME|HOSTNAME/.test(code)) {
    return `${what} It belongs to another host: check \`baseUrl\`, and whether a proxy responds in place of ${provider}.`
  }
  return `${what} If a proxy of your organisation issues certificates, set NODE_EXTRA_CA_CERTS to the file of its root certificate.`
}

function codeAsCause(thrown: unknown): Error | undefined {
  const code = systemCode(thrown)
  return code === null ? undefined : new Error(code)
}
