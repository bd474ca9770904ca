// Of the system (ECONNRESET), the HTTP client (UND_ERR_SOCKET), decompression (Z_DATA_ERROR).
const KNOWN_CODES = /^(E[A-Z_]{2,40}|UND_ERR_[A-Z_]{2,40}|Z_[A-Z_]{2,40}|ZSTD_error_[a-z_]{2,40})$/

// Of OpenSSL's verification (X509_V_ERR_…, as Node.js names them) and of Node.js' check of the host name.
const CERTIFICATE_CODES =
  /^([A-Z_]{0,40}CERT(?:_[A-Z_]{1,40})?|UNABLE_TO_[A-Z_]{1,40}|INVALID_(?:CA|PURPOSE)|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)$/

const UNREACHABLE_CODES =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|E(?:HOST|NET)UNREACH|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/

// "Proxy response (407) !== 200 when HTTP Tunneling" of Node.js. A proxy that is down (5xx) may be up again soon.
const PROXY_REFUSAL = /^Proxy response \((4\d\d)\)/

// Of a `fetch` whose own time is up, or that was stopped.
const STOPPED: ReadonlySet<unknown> = new Set(['AbortError', 'NetworkError', 'TimeoutError'])

/** Returns the system's code in the chain of causes, such as `ECONNRESET`: the only part that contains no data. */
export function systemCode(thrown: unknown): string | null {
  const codes = chainOf(thrown).map((error) => Reflect.get(error, 'code'))
  const known = codes.find(
    (code) => typeof code === 'string' && (KNOWN_CODES.test(code) || CERTIFICATE_CODES.test(code)),
  )
  return typeof known === 'string' ? known : null
}

/** Whether the error of a `fetch` is about the connection, and not a mistake in the function itself. */
export function isAboutConnection(thrown: unknown): boolean {
  return chainOf(thrown).some((error) => {
    const code: unknown = Reflect.get(error, 'code')
    // Codes of Node.js itself (`ERR_INVALID_ARG_TYPE`) are about the arguments.
    if (typeof code === 'string' && !code.startsWith('ERR_')) return true
    return STOPPED.has(Reflect.get(error, 'name')) || isUntrustedCertificate(error)
  })
}

/** Whether the server sent a certificate that is not trusted. */
export function isUntrustedCertificate(thrown: unknown): boolean {
  if (CERTIFICATE_CODES.test(systemCode(thrown) ?? '')) return true
  // Deno has no code for it.
  return chainOf(thrown).some((error) =>
    /invalid peer certificate/.test(String(Reflect.get(error, 'message'))),
  )
}

/** Whether no connection could be made at all. */
export function isUnreachable(thrown: unknown): boolean {
  return UNREACHABLE_CODES.test(systemCode(thrown) ?? '')
}

/** Returns the HTTP status with which a proxy refused to connect; null if no proxy refused. */
export function proxyRefusal(thrown: unknown): string | null {
  for (const error of chainOf(thrown)) {
    const status = PROXY_REFUSAL.exec(String(Reflect.get(error, 'message')))?.[1]
    if (status !== undefined) return status
  }
  return null
}

/** Whether the body does not match its `content-encoding`, by the codes of zlib, brotli and zstd. */
export function isDecompression(thrown: unknown): boolean {
  return /^(Z_|ERR__ERROR_FORMAT|ZSTD_)/.test(systemCode(thrown) ?? '')
}

/** An error and its causes. They may belong to another realm, as in the virtual machines of test runners. */
function chainOf(thrown: unknown): readonly object[] {
  const chain: object[] = []
  for (let error = thrown; typeof error === 'object' && error !== null && chain.length < 8;) {
    chain.push(error)
    error = Reflect.get(error, 'cause')
  }
  return chain
}
