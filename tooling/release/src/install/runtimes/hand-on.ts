import { type IncomingMessage, request, type ServerResponse } from 'node:http'

/** Forwards a request for `/at/PORT/PATH` to `http://127.0.0.1:PORT/PATH`, and returns its response. */
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
