/** The options of every factory, beside its credentials. */
export interface ClientOptions {
  /** The address of the API: https, or http on a loopback host only. Default: the provider's own address. */
  baseUrl?: string | URL | undefined
  /** The `fetch` to use. Default: the global one. */
  fetch?: typeof globalThis.fetch | undefined
  /** Milliseconds for one attempt, body included. Default 30 000, at most 300 000: the runtime's own limits cut longer ones. */
  timeout?: number | undefined
  /** Retries of a temporary failure, up to 100. Default 4; 0 makes one attempt. */
  retries?: number | undefined
  /** The largest body accepted, in decompressed bytes. Default 16 MiB. */
  maxResponseBytes?: number | undefined
  /** The `User-Agent` header (RFC 9110, 10.1.5), in visible ASCII. Default: the runtime's own. */
  userAgent?: string | undefined
  /**
   * Called before each attempt with a copy of the request, without its credential headers. An error that it throws ends
   * the call.
   */
  onRequest?: ((request: Request) => void | Promise<void>) | undefined
  /**
   * Called after each response with a copy of the response, without its body, and the request. An error that it throws
   * ends the call.
   */
  onResponse?: ((response: Response, request: Request) => void | Promise<void>) | undefined
}
