import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MachineRegistry } from './machine-registry.ts'

/** This process's environment, with npm and pnpm set up for one registry of `@sms/*` beside the machine's. */
export function clientEnvironment(
  url: string,
  token: string,
  machine: MachineRegistry,
  folder: string,
): Readonly<NodeJS.ProcessEnv> {
  const userconfig = join(folder, 'npmrc')
  const settings = {
    ...machine,
    '@sms:registry': url,
    [`${url.replace('http:', '')}:_authToken`]: token,
  }
  const lines = Object.entries(settings).filter(([, value]) => value !== null)
  writeFileSync(userconfig, lines.map(([name, value]) => `${name}=${value}\n`).join(''))
  const inherited = Object.entries(process.env).filter(([name]) => !/^p?npm_|^no_proxy$/i.test(name))
  const noProxy = [process.env['NO_PROXY'] ?? process.env['no_proxy'] ?? '', '127.0.0.1'].filter(Boolean)
  return {
    ...Object.fromEntries(inherited),
    NO_PROXY: noProxy.join(','),
    npm_config_userconfig: userconfig,
    npm_config_cache: join(folder, 'npm-cache'),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    pnpm_config_userconfig: userconfig,
    pnpm_config_cache_dir: join(folder, 'pnpm-cache'),
    pnpm_config_store_dir: join(folder, 'pnpm-store'),
  }
}
