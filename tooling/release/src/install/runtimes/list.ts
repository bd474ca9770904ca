import { publishedProviders } from '../providers.ts'
import type { Runtime } from '../runtime.ts'
import { chromium } from './chromium.ts'
import { commandLine } from './command-line.ts'
import { runtimeFile } from './runtime-file.ts'
import { workerd } from './workerd.ts'

/** The packages need no more permissions in Deno than the network of this machine and the credentials. */
const DENO = [
  'run',
  '--no-remote',
  '--no-prompt',
  '--allow-net=127.0.0.1',
  `--allow-env=${publishedProviders.flatMap(({ variables }) => Object.values(variables)).join()}`,
]

/** The binaries of Node.js, by major version. */
export const nodeBinaries: Readonly<Record<22 | 24 | 26, () => string | Promise<string>>> = {
  22: () => runtimeFile('node22/bin/node'),
  // The workspace's own, which runs this.
  24: () => process.execPath,
  26: () => runtimeFile('node26/bin/node'),
}

const nodes = Object.entries(nodeBinaries).map(([major, binary]) => commandLine(`Node.js ${major}`, binary))
const bun = commandLine('Bun', () => runtimeFile('.bin/bun'))
const deno = commandLine('Deno', () => runtimeFile('.bin/deno'), DENO)

/** The runtimes that are npm packages, which every machine can install. */
export const installedRuntimes: readonly Runtime[] = [...nodes, bun, deno, workerd]

export const runtimes: readonly Runtime[] = [...installedRuntimes, chromium]
