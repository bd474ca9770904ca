import { copyArchive, openArchive } from '@sms/archive'

// Copies the archive in one file into another: `copy.ts FROM TO BATCHES`. Kills itself after so many batches were stored or checked.
const [from = '', to = '', batches] = process.argv.slice(2)
let seen = 0
await using source = await openArchive(from)
await using target = await openArchive(to)
await copyArchive(source, target, {
  onProgress: () => {
    seen += 1
    if (seen === Number(batches)) process.kill(process.pid, 'SIGKILL')
  },
})
