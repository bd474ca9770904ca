// Starts a server, prints its URL and its folder as JSON, and waits: `start.ts`.
import { startPostgres } from '../../src/start-postgres.ts'

const { url, dataFolder } = await startPostgres({ version: 'newest' })
process.stdout.write(`${JSON.stringify({ url, dataFolder })}\n`)
process.stdin.resume()
