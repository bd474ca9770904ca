import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type HeldList, holdList } from './held-list.ts'
import type { Offer, Offered } from './offer.ts'
import { pageWriters } from './page-writers.ts'

// Serves the list that the parent process offers, as bytes that are all there before it says so. Ends with the parent.

// As many messages as were ever offered of a provider are there: any list is the beginning of them.
let held: HeldList | null = null
let offer: Offer | null = null

const server = createServer((request, response) => {
  const latency = offer?.latency ?? 0
  if (latency === 0) answer(request, response)
  else setTimeout(answer, latency, request, response)
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
// A TCP server's address is an object; only one on a pipe has a string.
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

process.on('message', async (message) => {
  // Only spawn-server.ts sends, and nothing else.
  process.send?.(await serve(message as Offer))
})
process.on('disconnect', () => process.exit())

async function serve(offered: Offer): Promise<Offered> {
  const { provider, messages, withIds } = offered
  const isThere =
    held?.provider === provider && held.lengths.length >= messages && (held.withIds !== null || !withIds)
  if (!isThere) {
    held = null
    held = await holdList(offered)
  }
  offer = offered
  const { participant = '', lengths = [] } = held ?? {}
  const characters = lengths.slice(0, messages).reduce((sum, length) => sum + length, 0)
  return { origin, participant, characters }
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '', origin)
  const root = pageWriters.get(url.pathname.split('/')[1] ?? '')
  const messages = root?.withIds === true ? held?.withIds : held?.plain
  if (root === undefined || messages === undefined || messages === null || offer === null) {
    response.writeHead(404).end()
    return
  }
  const { start, size } = root.writer.asked(url.searchParams)
  const total = offer.messages
  const end = Math.max(start, Math.min(start + size, total))
  const page = { start, size, end, total, url: `${origin}${url.pathname}` }
  const { before, after, link } = root.writer.envelope(page)
  const bytes = messages.slice(start, end)
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(before) + bytes.length + Buffer.byteLength(after),
    ...(link === undefined ? {} : { link }),
  })
  response.cork()
  response.write(before)
  response.write(bytes)
  response.end(after)
}
