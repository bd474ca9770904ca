/** The work's outcome, or the signal's reason as soon as it is aborted, for work that does not know the signal. */
export function abortable<Outcome>(work: Promise<Outcome>, signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    // First of all, so that whatever fails below, the work never rejects unheard.
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
}
