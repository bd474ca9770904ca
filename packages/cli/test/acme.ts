import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const core = fileURLToPath(new URL('../../core', import.meta.url))

const MANIFEST = {
  name: 'acme-sms',
  version: '3.2.1',
  type: 'module',
  // Like many packages, it can only be imported.
  exports: { '.': { import: './main.js' } },
  sms: { provider: 'acme', factory: 'createAcme', credentials: { token: 'ACME_TOKEN' } },
}

/**
 * A third-party provider, without types. The participant decides the result: a code of `SmsError` is an error, `secret`
 * is an error that shows the credential, and every other participant wrote a hostile message three times.
 */
const PROGRAM = `
import { SmsError } from '@sms/core'

export function createAcme({ token }) {
  return { contractVersion: 1, provider: 'acme', capabilities, messages: (who) => ({ pages: () => pages(who, token) }) }
}

const capabilities = {
  order: 'oldest-first', orders: [], total: true, timestamps: true, conversations: false, summary: false,
  defaultPageSize: 1, maxPageSize: 1,
}

const NAMES_OF_OBJECTS = ['__proto__', 'constructor', 'prototype']

async function* pages(who, token) {
  if (/^[a-z_]+$/.test(who) && !NAMES_OF_OBJECTS.includes(who)) {
    if (who === 'secret') throw new Error('401 for token ' + token)
    throw new SmsError(who, 'Acme says no.', { provider: 'acme', providerCode: 'E7' })
  }
  for (const number of [1, 2, 3]) {
    yield { items: [message(who, number)], total: 3, cursor: number === 3 ? null : String(number) }
  }
}

function message(who, number) {
  return {
    provider: 'acme', id: '-' + number, key: 'acme:' + who + ':' + number, direction: 'inbound', channel: 'sms',
    from: '=HYPERLINK("https://example.com","Bank")', to: '+46701740606',
    text: '=1+1\\r\\n@one "two", three\\u2028four\\u009b2J', attachments: [], timestamp: new Date(1749113086000 + number),
    status: 'received', segments: 1, price: { amount: -0.5, currency: '@SEK' }, raw: { number },
  }
}
`

/** Installs the provider `acme` in a folder, with changes to its manifest. */
export function installAcme(folder: string, changes: Readonly<Record<string, unknown>> = {}): void {
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, 'acme-sms'), { recursive: true })
  mkdirSync(join(modules, '@sms'), { recursive: true })
  symlinkSync(core, join(modules, '@sms/core'))
  writeFileSync(join(modules, 'acme-sms/package.json'), JSON.stringify({ ...MANIFEST, ...changes }))
  writeFileSync(join(modules, 'acme-sms/main.js'), PROGRAM)
}
