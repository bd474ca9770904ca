/** The work's outcome, or the signal's reason as soon as it is aborted, for work that does not know the signal. */
export async function abortable<Outcome>(work: Promise<Outcome>, signal: AbortSignal): Promise<Outcome> {
  const ended = Promise.withResolvers<never>()
  const onAbort = (): void => ended.reject(signal.reason)
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([ended.promise, work])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
