/** Verdaccio's configuration. JSON is valid YAML, and its relative paths begin at the file's folder. */
export const CONFIGURATION: string = JSON.stringify({
  storage: './storage',
  auth: { htpasswd: { file: './htpasswd' } },
  packages: { '@sms/*': { access: '$all', publish: '$authenticated', unpublish: '$authenticated' } },
  web: { enable: false },
  log: { type: 'stdout', level: 'error' },
})
