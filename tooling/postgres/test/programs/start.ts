// Starts a server, prints its URL and its folder as JSON, and waits: `start.ts`.
import { startServer } from '../../src/start-server.ts'

const { url, dataFolder } = await startServer({ version: 'newest' })
process.stdout.write(`${JSON.stringify({ url, dataFolder })}\n`)
process.stdin.resume()
