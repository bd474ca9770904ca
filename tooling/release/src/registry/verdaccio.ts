// Serves packages on a free port of 127.0.0.1, as a process of its own: node verdaccio.ts <verdaccio's entry> <config>.
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pathToFileURL } from 'node:url'

const [entry = '', config = ''] = process.argv.slice(2)
const { runServer } = (await import(pathToFileURL(entry).href)) as {
  runServer(config: string): Promise<Server>
}
const server = await runServer(config)
server.listen(0, '127.0.0.1')
await once(server, 'listening')
process.send?.((server.address() as AddressInfo).port)

// The parent may end without stopping the registry, which no one needs then.
process.on('disconnect', () => process.exit())
