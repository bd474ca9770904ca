import { createConversationsRcs } from '@sms/conversations-rcs'
import { createIp1 } from '@sms/ip1'
import { createSmstools } from '@sms/smstools'
import { describe, expect, test } from 'vitest'
import { CANARY } from '../src/canaries.ts'
import { PROVIDERS } from '../src/providers.ts'
import { answering } from './answering.ts'
import { failure } from './failure.ts'

const DIGITS = CANARY.participant.slice(1)
const NATIONAL = `0${DIGITS.slice(2)}`

describe.each(PROVIDERS)('$name', (provider) => {
  test.each([
    `\u202d+${DIGITS}\u202c`,
    `\u2068${DIGITS}\u2069`,
    `\u202e${DIGITS}`,
    `\ufeff00${DIGITS}`,
    `+46\u00a0(0)70\u2011174\u202f06\u201317`,
    '＋４６７０１７４０６１７',
    ` ${DIGITS}\r\n`,
    `tel:+${DIGITS}`,
  ])('a number is accepted as it is pasted: %j [pasted-number]', async (participant) => {
    const { fetch, requests } = answering((request) => Response.json(provider.page([], request.url)))
    await provider.connect({ fetch }).messages(participant).toArray()
    await provider.connect({ fetch }).messages(CANARY.participant).toArray()
    const urls = requests.map(({ url }) => url)
    expect(urls.slice(0, urls.length / 2)).toEqual(urls.slice(urls.length / 2))
  })

  test.each([NATIONAL, '070-174 06 17', '(0)70 1740617', '０７０１７４０６１７'])(
    'a national number needs its country code: %s [pasted-number]',
    async (participant) => {
      const { fetch, requests } = answering(() => Response.json([]))
      const messages = (async () => provider.connect({ fetch }).messages(participant).toArray())()
      await expect(failure(messages)).resolves.toMatchObject({
        code: 'invalid_argument',
        message: expect.stringContaining('add the country code'),
      })
      expect(requests).toHaveLength(0)
    },
  )
})

describe.each(PROVIDERS)('$name', (provider) => {
  async function read(from: string, to: string) {
    const list = [{ ...provider.message(1), ...provider.received(from, to) }]
    const { fetch } = answering((request) => Response.json(provider.page(list, request.url)))
    return provider.connect({ fetch }).messages(CANARY.participant, { limit: 1 }).toArray()
  }

  test.each([
    [DIGITS, CANARY.participant],
    [CANARY.participant, CANARY.participant],
    [`00${DIGITS}`, CANARY.participant],
    ['+46 70-174 06 17', CANARY.participant],
    [NATIONAL, NATIONAL],
    ['070-174 06 17', '070-174 06 17'],
    ['+4670174XXXX', '+4670174XXXX'],
  ])('the participant may be spelled %s, and is shown as %s [pasted-number]', async (from, shown) => {
    await expect(read(from, CANARY.account)).resolves.toMatchObject([{ from: shown, to: CANARY.account }])
  })

  test('the participant may be spelled with a channel [pasted-number]', async () => {
    const from = `whatsapp:${CANARY.participant}`
    const shown = provider.showsChannels ? from : CANARY.participant
    await expect(read(from, CANARY.account)).resolves.toMatchObject([{ from: shown }])
  })

  test.each([
    ['00447700900317', '+447700900317'],
    ['+44 7700 900317', '+447700900317'],
    ['07700900317', '07700900317'],
    ['71700', '71700'],
    ['Café 24', 'Café 24'],
    ['24/7', '24/7'],
  ])('the account %s is shown as %s [pasted-number]', async (to, shown) => {
    await expect(read(CANARY.participant, to)).resolves.toMatchObject([{ to: shown }])
  })

  test.each([
    '46701740618',
    '0701740618',
    '+0701740617',
    '+701740617',
    '1740617',
    '+4670175XXXX',
    'whatsapp:',
  ])('a message from %s is another participant’s [pasted-number]', async (from) => {
    await expect(failure(read(from, CANARY.account))).resolves.toMatchObject({ code: 'invalid_response' })
  })
})

test('a credential that is undefined is left out, also for the compiler', () => {
  const absent = process.env['A_VARIABLE_THAT_NOBODY_SETS']
  expect(() => createSmstools({ clientId: absent, clientSecret: absent })).toThrow('SMSTOOLS_CLIENT_ID')
  expect(() => createConversationsRcs({ apiLogin: absent, apiKey: absent })).toThrow('OCTOPUSH_API_LOGIN')
  expect(() => createIp1({ apiKey: absent })).toThrow('IP1_API_KEY')
})
