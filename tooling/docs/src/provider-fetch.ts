// Loaded before an example runs (`node --import`): what it asks a provider for, the simulator answers.

const PROVIDERS: ReadonlySet<string> = new Set(process.env['PROVIDER_ORIGINS']?.split(' '))

const { fetch } = globalThis

globalThis.fetch = async (input, init) => {
  const request = new Request(input, init)
  const { origin, hostname, pathname, search } = new URL(request.url)
  if (PROVIDERS.has(origin)) {
    const simulated = new URL(pathname + search, process.env['SIMULATOR_URL'])
    return fetch(new Request(simulated, request))
  }
  // An example may start a server of its own.
  if (hostname === '127.0.0.1' || hostname === 'localhost') return fetch(request)
  // An error would be retried, and the reason lost.
  process.stderr.write(`An example may not call ${origin}\n`)
  process.exit(1)
}
