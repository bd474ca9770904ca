import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { publishedProviders } from '../src/providers/published-providers.ts'
import { installAcme } from './acme.ts'
import { sms } from './run-in-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

interface Card {
  readonly provider: string
  readonly package: string
  readonly version: string
  readonly credentials: unknown
  readonly capabilities: unknown
}

function cardsIn(stdout: string): readonly Card[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('sms providers', () => {
  test('lists the providers beside it, their capabilities, and which credentials are set', async () => {
    const env = { IP1_API_KEY: 'a-key-that-no-one-may-see', OCTOPUSH_API_KEY: 'another-one' }
    const { status, stdout, stderr } = await sms(['providers'], { env })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(cardsIn(stdout).map(({ provider, credentials }) => ({ provider, credentials }))).toEqual([
      {
        provider: 'conversations-rcs',
        credentials: { OCTOPUSH_API_LOGIN: 'not set', OCTOPUSH_API_KEY: 'set' },
      },
      { provider: 'ip1', credentials: { IP1_API_KEY: 'set' } },
      {
        provider: 'smstools',
        credentials: { SMSTOOLS_CLIENT_ID: 'not set', SMSTOOLS_CLIENT_SECRET: 'not set' },
      },
      {
        provider: 'twilio',
        credentials: {
          TWILIO_ACCOUNT_SID: 'not set',
          TWILIO_API_KEY: 'not set',
          TWILIO_API_SECRET: 'not set',
          TWILIO_AUTH_TOKEN: 'not set',
        },
      },
    ])
    expect(cardsIn(stdout)[1]).toMatchObject({
      package: '@sms/ip1',
      version: (JSON.parse(readFileSync(new URL('../../ip1/package.json', import.meta.url), 'utf8')) as Card)
        .version,
      capabilities: { order: 'oldest-first', summary: true, conversations: false },
    })
    expect(stdout).not.toContain('no-one-may-see')
  })

  test('reads --credentials-file, and marks simulated credentials', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, '.env'), 'SMSTOOLS_CLIENT_ID=id\n')
    const fromFile = cardsIn((await sms(['providers', '--credentials-file', '.env'], { cwd })).stdout)
    expect(fromFile.find(({ provider }) => provider === 'smstools')?.credentials).toEqual({
      SMSTOOLS_CLIENT_ID: 'set',
      SMSTOOLS_CLIENT_SECRET: 'not set',
    })
    const simulated = cardsIn((await sms(['providers', '--simulate'])).stdout)
    expect(simulated.find(({ provider }) => provider === 'ip1')?.credentials).toEqual({
      IP1_API_KEY: 'simulated',
    })
  })
})

const DECLARATION = { provider: 'acme', factory: 'createAcme', credentials: {} }
const CAPABILITIES = {
  order: 'unspecified',
  orders: [],
  total: false,
  timestamps: false,
  conversations: false,
  summary: false,
  defaultPageSize: 50,
  maxPageSize: null,
}

describe('a third-party provider', () => {
  const env = { ACME_TOKEN: 'acme-token' }

  test('is found above the current folder, and is read', async () => {
    const root = temporaryFolder()
    installAcme(root)
    const cwd = join(root, 'deep/inside')
    mkdirSync(cwd, { recursive: true })
    const cards = cardsIn((await sms(['providers'], { cwd, env })).stdout)
    expect(cards.map(({ provider }) => provider)).toEqual([...publishedProviders, 'acme'])
    expect(cards.at(-1)).toMatchObject({
      package: 'acme-sms',
      version: '3.2.1',
      credentials: { ACME_TOKEN: 'set' },
    })
    const { status, stdout } = await sms(['messages', 'acme', '+46701740605'], { cwd, env })
    expect(status).toBe(0)
    expect(stdout.trimEnd().split('\n')).toHaveLength(3)
  })

  test('is found behind a link, as pnpm installs packages', async () => {
    const cwd = temporaryFolder()
    const store = temporaryFolder()
    installAcme(store)
    mkdirSync(join(cwd, 'node_modules'))
    symlinkSync(join(store, 'node_modules/acme-sms'), join(cwd, 'node_modules/acme-sms'))
    expect((await sms(['messages', 'acme', '+46701740605'], { cwd, env })).status).toBe(0)
  })

  test('cannot replace a provider that is installed beside the command', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd, {
      sms: { provider: 'ip1', factory: 'createAcme', credentials: { token: 'ACME_TOKEN' } },
    })
    const cards = cardsIn((await sms(['providers'], { cwd, env })).stdout)
    expect(cards.filter(({ provider }) => provider === 'ip1').map((card) => card.package)).toEqual([
      '@sms/ip1',
    ])
  })

  test('that the simulator does not know is not simulated', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd)
    const { status, stderr } = await sms(['messages', 'acme', '+46701740605', '--simulate'], { cwd })
    expect(status).toBe(2)
    expect(stderr).toContain('The simulator does not know acme')
  })

  test.each([
    [{ sms: { provider: 'acme' } }, '`sms.factory`'],
    [{ sms: { provider: 'Acme!', factory: 'createAcme', credentials: {} } }, '`sms.provider`'],
    [
      { sms: { provider: 'acme', factory: 'createAcme', credentials: { token: 1 } } },
      '`sms.credentials.token`',
    ],
    [
      { sms: { ...DECLARATION, capabilities: { ...CAPABILITIES, defaultPageSize: 0.5 } } },
      'defaultPageSize`',
    ],
    [{ sms: { ...DECLARATION, capabilities: { ...CAPABILITIES, maxPageSize: -5 } } }, 'maxPageSize`'],
    [{ sms: { provider: 'acme', factory: 'createNothing', credentials: {} } }, 'the factory createNothing'],
    [{ exports: './not-there.js' }, 'cannot be imported'],
  ])('is named if its declaration is wrong: %j', async (changes, message) => {
    const cwd = temporaryFolder()
    installAcme(cwd, changes)
    const { status, stdout, stderr } = await sms(['messages', 'acme', '+46701740605'], { cwd, env })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^sms: acme-sms /)
    expect(stderr).toContain(message)
  })

  test('is not a package that uses the field sms for something else', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd, { sms: { gateway: 'acme' } })
    expect((await sms(['providers'], { cwd, env })).status).toBe(0)
  })

  test('that cannot be imported does not affect the others', async () => {
    const cwd = temporaryFolder()
    installAcme(cwd)
    rmSync(join(cwd, 'node_modules/acme-sms/main.js'))
    expect((await sms(['messages', 'ip1', '--simulate', '--limit', '1'], { cwd })).status).toBe(0)
    const { status, stderr } = await sms(['messages', 'acme', '+46701740605'], { cwd, env })
    expect(status).toBe(2)
    expect(stderr).toMatch(/^sms: acme-sms cannot be imported[^\n]*\n$/)
  })
})
