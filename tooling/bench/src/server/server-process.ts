import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type HeldList, holdList } from './held-list.ts'
import type { Offer, Offered } from './offer.ts'
import { pageWriters } from './page-writers.ts'

// Serves the conversations that the parent process offers, as bytes that are all there before it says so: each offer at an
// origin of its own. An offer of another provider, or of more messages, ends those before it. Ends with the parent.

let held: HeldList | null = null
const offers = new Map<string, { readonly server: Server; readonly offered: Offered }>()

process.on('message', async (message) => {
  // Only spawn-server.ts sends, and nothing else.
  process.send?.(await serve(message as Offer))
})
process.on('disconnect', () => process.exit())

async function serve(offer: Offer): Promise<Offered> {
  const conversation = await hold(offer)
  const key = JSON.stringify(offer)
  const served = offers.get(key) ?? (await listen(conversation, offer))
  offers.set(key, served)
  return served.offered
}

/** Any conversation is the beginning of the longest that was offered of its provider. */
async function hold(offer: Offer): Promise<HeldList> {
  const { provider, messages, withIds } = offer
  const isThere =
    held?.provider === provider && held.messages.length >= messages && (held.withIds !== null || !withIds)
  if (held !== null && isThere) return held
  held = null
  for (const { server } of offers.values()) {
    server.close()
    server.closeAllConnections()
  }
  offers.clear()
  held = await holdList(offer)
  return held
}

async function listen(
  conversation: HeldList,
  { messages, latency }: Offer,
): Promise<{ readonly server: Server; readonly offered: Offered }> {
  const { participant, lists } = conversation
  const beginning = conversation.messages.slice(0, messages)
  const lengths = lists.map((_, index) => beginning.filter(({ list }) => list === index).length)
  const characters = beginning.reduce((sum, message) => sum + message.characters, 0)

  const server = createServer((request, response) => {
    if (latency === 0) respond(request, response)
    else setTimeout(respond, latency, request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A TCP server's address is an object; only one on a pipe has a string.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { server, offered: { origin, participant, lengths, characters } }

  function respond(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', origin)
    const root = pageWriters.get(url.pathname.split('/')[1] ?? '')
    const { start, size, list = 0 } = root?.writer.asked(url.searchParams) ?? { start: 0, size: 0 }
    const stored = root?.withIds === true ? conversation.withIds : lists[list]
    if (root === undefined || stored === undefined || stored === null) {
      response.writeHead(404).end()
      return
    }
    const total = root.withIds ? messages : (lengths[list] ?? 0)
    const end = Math.max(start, Math.min(start + size, total))
    const page = { start, size, list, end, total, url: `${origin}${url.pathname}` }
    const { before, after, link } = root.writer.envelope(page)
    const bytes = stored.slice(start, end)
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
}
