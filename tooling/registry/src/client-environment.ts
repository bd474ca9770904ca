import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** This process's environment, with npm and pnpm set up for one registry instead of the machine's. */
export function clientEnvironment(url: string, folder: string, token: string): Readonly<NodeJS.ProcessEnv> {
  const userconfig = join(folder, 'npmrc')
  writeFileSync(userconfig, `registry=${url}\n${url.replace('http:', '')}:_authToken=${token}\n`)
  const inherited = Object.entries(process.env).filter(([name]) => !/^p?npm_|^no_proxy$/i.test(name))
  const noProxy = [process.env['NO_PROXY'] ?? process.env['no_proxy'] ?? '', '127.0.0.1'].filter(Boolean)
  return {
    ...Object.fromEntries(inherited),
    NO_PROXY: noProxy.join(','),
    npm_config_registry: url,
    npm_config_userconfig: userconfig,
    npm_config_cache: join(folder, 'npm-cache'),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    pnpm_config_registry: url,
    pnpm_config_userconfig: userconfig,
    pnpm_config_cache_dir: join(folder, 'pnpm-cache'),
    pnpm_config_store_dir: join(folder, 'pnpm-store'),
  }
}
