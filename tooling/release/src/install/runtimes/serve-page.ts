import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { json } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { Proof, Task } from '../../../program/prove.ts'
import { handOn } from './hand-on.ts'

export interface ServedPage extends AsyncDisposable {
  readonly url: string
  /** What the page posts. */
  readonly proofs: Promise<readonly Proof[]>
}

type Outcome = { readonly proofs: readonly Proof[] } | { readonly failure: string }

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
}

/** Serves the program's page and the files of a folder, and forwards the page's requests to the simulators. */
export async function servePage(folder: string, task: Task): Promise<ServedPage> {
  const outcome = Promise.withResolvers<readonly Proof[]>()
  const server = createServer((request, response) => {
    answer(request, response).catch(outcome.reject)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  // Like the providers, the simulators do not let a page of another origin read their responses.
  const taskOfPage = JSON.stringify(task).replaceAll('http://127.0.0.1:', `${origin}/at/`)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', origin)
    if (pathname.startsWith('/at/')) handOn(request, response)
    else if (pathname === '/task') response.end(taskOfPage)
    else if (pathname === '/outcome') {
      const posted = (await json(request)) as Outcome
      response.end()
      if ('proofs' in posted) outcome.resolve(posted.proofs)
      else outcome.reject(new Error(posted.failure))
    } else if (extname(pathname) in TYPES) {
      response.setHeader('content-type', TYPES[extname(pathname)] ?? '')
      await pipeline(createReadStream(join(folder, pathname)), response)
    } else response.writeHead(404).end()
  }

  return {
    url: `${origin}/page.html`,
    proofs: outcome.promise,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
