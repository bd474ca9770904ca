// Reads an archive and keeps its transaction open until its input ends: `hold-read.ts FILE`. Prints a line when it has begun.
import { writeSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

const database = new DatabaseSync(process.argv[2] ?? '')
database.exec('BEGIN')
database.prepare('SELECT count(*) FROM message').get()
writeSync(1, 'reading\n')
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
