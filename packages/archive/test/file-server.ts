import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Attachment, ClientOptions, MessageReader } from '@sms/core'
import {
  type ApiResponse,
  defineProvider,
  downloadFiles,
  itemIdentity,
  type ProviderFactory,
  walkOffsets,
} from '@sms/core/provider'

export const PARTICIPANT = '+46701740605'

/** A message of the provider `files`. */
export interface FileMessage {
  readonly id: string
  readonly text: string
  readonly files: readonly Partial<Attachment>[]
}

interface FileOptions extends ClientOptions {
  apiKey?: string | undefined
}

/** A provider whose files are at `/files/…` of its API, and on `files.example.com`. */
export const createFiles: ProviderFactory<FileOptions, MessageReader<FileMessage>> = defineProvider({
  name: 'files',
  baseUrl: 'https://api.example.com',
  capabilities: {
    order: 'oldest-first',
    orders: ['oldest-first'],
    total: false,
    timestamps: false,
    conversations: false,
    summary: false,
    defaultPageSize: 50,
    maxPageSize: null,
  },
  credentials: { apiKey: 'FILES_API_KEY' },
  headers: ({ apiKey }) => ({ 'x-secret': apiKey }),
  readErrorBody: () => null,
  attachments: () => ({
    download: downloadFiles,
    hosts: ['files.example.com'],
    isFile: (path) => /^\/files\/\w+$/.test(path),
  }),
  messages: () => ({
    walk: walkOffsets,
    list: () => ({
      request: (start: number, limit: number) => ({ path: '/messages', query: { start, limit } }),
      read: ({ body }: ApiResponse) => ({ items: body as FileMessage[] }),
      identify: ({ id }: FileMessage) => itemIdentity(id, () => []),
    }),
    normalize: (raw, key) => ({
      id: raw.id,
      key,
      direction: 'inbound',
      channel: 'mms',
      from: PARTICIPANT,
      to: null,
      text: raw.text,
      attachments: raw.files.map(({ name = null, url = '', contentType = null }) => ({
        name,
        url,
        contentType,
      })),
      timestamp: null,
      status: 'received',
      segments: null,
      price: null,
      raw,
    }),
  }),
})

/** A server of messages and files. */
export class FileServer {
  readonly #server: Server
  readonly url: string
  messages: FileMessage[] = []
  /** Responds to requests for anything but messages. */
  respond: RequestListener = (_, response) => response.writeHead(404).end()
  /** The requests for files: their host, path and credential. */
  readonly requests: { readonly host: string; readonly path: string; readonly secret: string | null }[] = []

  static async start(): Promise<FileServer> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new FileServer(server)
  }

  private constructor(server: Server) {
    this.#server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    server.on('request', (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', this.url)
      if (pathname !== '/messages') {
        const host = String(request.headers['x-host'] ?? 'api')
        const secret = request.headers['x-secret']
        this.requests.push({
          host,
          path: request.url ?? '',
          secret: secret === undefined ? null : String(secret),
        })
        this.respond(request, response)
        return
      }
      const start = Number(searchParams.get('start'))
      const page = this.messages.slice(start, start + Number(searchParams.get('limit')))
      response.end(JSON.stringify(page))
    })
  }

  /** A reader of its messages. Every other host is this server too, by a `fetch` that sends the host along. */
  reader(options: ClientOptions = {}): MessageReader<FileMessage> {
    return createFiles({
      apiKey: 'canary-secret',
      baseUrl: this.url,
      retries: 0,
      fetch: (input, init) => {
        const request = new Request(input, init)
        const { origin, host, pathname, search } = new URL(request.url)
        if (origin === this.url) return fetch(input, init)
        const headers = new Headers(request.headers)
        headers.set('x-host', host)
        return fetch(this.url + pathname + search, { ...init, headers })
      },
      ...options,
    })
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
