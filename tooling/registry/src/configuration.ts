import type { Uplink } from './uplink.ts'

/** Verdaccio's configuration; JSON is YAML too, and its relative paths begin at the file's folder. */
export function configuration(uplink: Uplink): string {
  return JSON.stringify({
    storage: './storage',
    auth: { htpasswd: { file: './htpasswd' } },
    // A busy machine is no reason to give a registry up for minutes.
    uplinks: { machine: { ...uplink, timeout: '60s', max_fails: 100, maxage: '60m' } },
    packages: {
      '@sms/*': { access: '$all', publish: '$authenticated', unpublish: '$authenticated' },
      '**': { access: '$all', proxy: 'machine' },
    },
    web: { enable: false },
    log: { type: 'stdout', level: 'error' },
  })
}
