interface MayHaveImmediates {
  readonly setImmediate?: (callback: () => void) => void
}

// Node.js, Bun and Deno have it, browsers have not. Taken here, so that a walk continues if a test fakes timers later.
const soon = (globalThis as MayHaveImmediates).setImmediate ?? post

/**
 * Lets the event loop turn, so that a request that was begun gets as far as the network although a program computes from
 * now on.
 */
export function yieldToEventLoop(): Promise<void> {
  // After one turn nothing was written yet.
  return new Promise((resolve) => soon(() => soon(resolve)))
}

/** Calls back by way of a message. A timer takes a millisecond and more; only older workers have nothing else. */
function post(callback: () => void): void {
  if (typeof MessageChannel === 'undefined') {
    setTimeout(callback)
    return
  }
  const { port1, port2 } = new MessageChannel()
  port1.addEventListener('message', () => {
    port1.close()
    callback()
  })
  port1.start()
  port2.postMessage(null)
}
