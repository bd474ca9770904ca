// Of the system (ECONNRESET), the HTTP client (UND_ERR_SOCKET), TLS (CERT_HAS_EXPIRED) and decompression (Z_DATA_ERROR).
const KNOWN_CODES =
  /^(E[A-Z_]{2,40}|UND_ERR_[A-Z_]{2,40}|(CERT|DEPTH|SELF|UNABLE)_[A-Z_]{2,40}|Z_[A-Z_]{2,40}|ZSTD_error_[a-z_]{2,40})$/

/** The system's code somewhere down the chain of causes, such as `ECONNRESET`: the one part that holds no data. */
export function systemCode(thrown: unknown): string | null {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 8; error = error.cause, depth += 1) {
    const code: unknown = Reflect.get(error, 'code')
    if (typeof code === 'string' && KNOWN_CODES.test(code)) return code
  }
  return null
}

/** Whether bytes arrived that are not what their `content-encoding` says, by the codes of zlib, brotli and zstd. */
export function isDecompression(thrown: unknown): boolean {
  return /^(Z_|ERR__ERROR_FORMAT|ZSTD_)/.test(systemCode(thrown) ?? '')
}
