import { type IncomingMessage, request, type ServerResponse } from 'node:http'

/** Hands a request for `/at/PORT/PATH` on to `http://127.0.0.1:PORT/PATH`, and its answer back. */
export function handOn(incoming: IncomingMessage, response: ServerResponse): void {
  const [, port, path] = /^\/at\/(\d+)(\/.*)$/.exec(incoming.url ?? '') ?? []
  const { method, headers } = incoming
  const outgoing = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  outgoing.on('error', () => response.destroy())
  response.on('close', () => outgoing.destroy())
  incoming.pipe(outgoing)
}
