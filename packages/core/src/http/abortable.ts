/** Settles as the work does, or rejects with the signal's reason as soon as it is aborted. The work need not know the signal. */
export function abortable<Outcome>(work: Promise<Outcome>, signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    // First, so that the work never rejects unhandled, whatever fails below.
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
}
