/** Bytes of the heap in use after a collection, or before the next one if no collection can be requested. */
export function heapInUse(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

/** The most bytes of memory that this process ever held. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024
}

/** What keeps this process alive beside its child: sockets and timers. */
export function leftOpen(): readonly string[] {
  return process.getActiveResourcesInfo().filter((resource) => /^(TCP|TLS|Timeout)/.test(resource))
}
