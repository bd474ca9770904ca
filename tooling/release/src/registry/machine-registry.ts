import { outputOf } from '@sms/config/run-program'

/** The registry that npm uses on this machine, and how npm reaches it. */
export interface MachineRegistry {
  readonly registry: string
  readonly cafile: string | null
  readonly 'https-proxy': string | null
}

export async function machineRegistry(): Promise<MachineRegistry> {
  const settings = JSON.parse(
    await outputOf('npm', ['config', 'list', '--json'], { cwd: '/' }),
  ) as MachineRegistry
  const { registry, cafile, 'https-proxy': proxy } = settings
  return { registry, cafile, 'https-proxy': proxy }
}
