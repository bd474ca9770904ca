import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeSize, measureSizes } from './measure.ts'
import { packAll } from './pack-all.ts'
import { readPacked } from './packed-package.ts'

await using folder = await mkdtempDisposable(join(tmpdir(), 'packed-'))
const packages = await Promise.all((await packAll(folder.path)).map(readPacked))
for (const measured of await measureSizes(packages)) process.stdout.write(`${describeSize(measured)}\n`)
