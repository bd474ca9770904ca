/**
 * Lets the event loop turn once, so that what was begun gets as far as the network although a program computes from now
 * on. A timer takes a millisecond and more; only older workers have nothing else.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof MessageChannel === 'undefined') {
      setTimeout(resolve)
      return
    }
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(null)
  })
}
